import fc from "fast-check";
import type { EncodedObjective, RuleSettings, SequenceInstance } from "../../bindings/sequence/instance.js";
import { objectives, rules, type SequenceRule } from "../../bindings/sequence/options.js";

export interface InstanceShape {
  /** @default 12 */
  maxRequests?: number;
  /** @default 3 */
  maxServers?: number;
  /** @default 5 */
  maxBatch?: number;
  /** What all servers have. @default either */
  execution?: "static" | "slots";
}

/**
 * Instances of every kind, as the encoding could make them: unequal servers, static or with slots, some of which cannot
 * take some of the requests; requests that come before and after the servers are available, with and without promises.
 * Times are multiples of 1/1024, and often equal.
 */
export function instance({
  maxRequests = 12,
  maxServers = 3,
  maxBatch = 5,
  execution,
}: InstanceShape = {}): fc.Arbitrary<SequenceInstance> {
  return fc
    .record({
      requests: fc.array(requestRow, { maxLength: maxRequests, size: "max" }),
      servers: fc.array(serverRow(maxBatch, execution), { minLength: 1, maxLength: maxServers, size: "max" }),
    })
    .chain(({ requests, servers }) => {
      const rows = requests.flatMap(() => servers.map(({ maxBatch }) => pairRow(maxBatch)));
      return fc.tuple(...rows).map((pairs) => assemble(requests, servers, pairs));
    });
}

export const objective: fc.Arbitrary<EncodedObjective> = fc.oneof(
  fc.constantFrom(...objectives).map((name) => ({ name, tardiness: 0, latency: 0, cost: 0 })),
  fc
    .record({ tardiness: fc.nat(3), latency: fc.nat(3), cost: fc.nat(3) })
    .filter((mix) => mix.tardiness + mix.latency + mix.cost > 0)
    .map((mix) => ({ name: "mix" as const, ...mix })),
);

export function ruleSettings(rule: fc.Arbitrary<SequenceRule> = fc.constantFrom(...rules)): fc.Arbitrary<RuleSettings> {
  return fc.record({
    rule,
    ageing: fc.constantFrom(0, 0.1, 0.5, 3),
    starvation: fc.record({ threshold: fc.integer({ min: 1, max: 4 }), quantum: fc.integer({ min: 1, max: 3 }) }),
  });
}

export function settingsOf(rule: SequenceRule): RuleSettings {
  return { rule, ageing: 0.1, starvation: { threshold: 200, quantum: 10 } };
}

/** What an instance is made of. A request that fits on no server is put on the first. */
function assemble(
  requests: readonly RequestRow[],
  servers: readonly ServerRow[],
  /** [requests × servers], request by request. */
  pairs: readonly PairRow[],
): SequenceInstance {
  const takes = (s: number, r: number) => {
    return pairs[r * servers.length + s]!.possible && requests[r]!.tokens <= servers[s]!.kvTokens;
  };
  const runs = (s: number, r: number) => takes(s, r) || (s === 0 && !servers.some((_, other) => takes(other, r)));
  const room = servers.map(({ kvTokens }, s) => {
    return requests.reduce((most, { tokens }, r) => (runs(s, r) ? Math.max(most, tokens) : most), kvTokens);
  });
  const byServer = (numberOf: (pair: PairRow) => number, impossible: number) =>
    servers.flatMap((_, s) =>
      requests.map((_, r) => (runs(s, r) ? numberOf(pairs[r * servers.length + s]!) : impossible)),
    );
  return {
    requests: requests.length,
    servers: servers.length,
    input: Int32Array.from(requests.keys()),
    origin: 0,
    arrival: Float64Array.from(requests, ({ arrival }) => arrival),
    weight: Float64Array.from(requests, ({ weight }) => weight),
    deadline: Float64Array.from(requests, ({ deadline }) => deadline),
    promised: Int32Array.from(requests, ({ promised }) => Number(promised)),
    tokens: Float64Array.from(requests, ({ tokens }) => tokens),
    base: Float64Array.from(byServer(({ base }) => base, Infinity)),
    perRequest: Float64Array.from(byServer(({ perRequest }) => perRequest, 0)),
    promiseBase: Float64Array.from(byServer(({ promiseBase }) => promiseBase, Infinity)),
    promisePerRequest: Float64Array.from(byServer(({ promisePerRequest }) => promisePerRequest, 0)),
    batchLimit: Int32Array.from(byServer(({ batchLimit }) => batchLimit, 0)),
    tokenCost: Float64Array.from(byServer(({ tokenCost }) => tokenCost, 0)),
    available: Float64Array.from(servers, ({ available }) => available),
    maxBatch: Int32Array.from(servers, ({ maxBatch }) => maxBatch),
    kvTokens: Float64Array.from(room),
    slots: Int32Array.from(servers, ({ slots }) => Number(slots)),
    pricePerSecond: Float64Array.from(servers, ({ pricePerSecond }) => pricePerSecond),
    score: Float64Array.from(requests, ({ score }) => score),
    tenant: Int32Array.from(requests, ({ tenant }) => tenant),
    service: Float64Array.from(requests, ({ service }) => service),
    stepsLeft: Int32Array.from(requests, ({ stepsLeft }) => stepsLeft),
  };
}

/**
 * An instance written down: requests that take `execution` seconds on every server, in a batch of any size, and promise
 * their end by `deadline`.
 */
export function instanceOf(
  requests: readonly (Partial<RequestRow> & { execution?: number })[],
  servers: readonly Partial<ServerRow>[] = [{}],
): SequenceInstance {
  const serverRows = servers.map((given) => ({ ...plainServer, ...given }));
  return assemble(
    requests.map(({ execution: _, ...given }) => ({
      ...plainRequest,
      promised: given.deadline !== undefined,
      ...given,
    })),
    serverRows,
    requests.flatMap(({ execution = 1 }) => {
      return serverRows.map(({ maxBatch }) => ({
        ...plainPair,
        base: execution,
        promiseBase: execution,
        batchLimit: maxBatch,
      }));
    }),
  );
}

export interface RequestRow {
  arrival: number;
  weight: number;
  deadline: number;
  promised: boolean;
  tokens: number;
  score: number;
  tenant: number;
  service: number;
  stepsLeft: number;
}

export interface ServerRow {
  available: number;
  maxBatch: number;
  kvTokens: number;
  slots: boolean;
  pricePerSecond: number;
}

interface PairRow {
  /** Whether the server can take the request. */
  possible: boolean;
  base: number;
  perRequest: number;
  promiseBase: number;
  promisePerRequest: number;
  batchLimit: number;
  tokenCost: number;
}

const plainRequest: RequestRow = {
  arrival: 0,
  weight: 1,
  deadline: Infinity,
  promised: false,
  tokens: 1,
  score: 0,
  tenant: 0,
  service: 1,
  stepsLeft: 1,
};

const plainServer: ServerRow = { available: 0, maxBatch: 1, kvTokens: Infinity, slots: false, pricePerSecond: 0 };

const plainPair: PairRow = {
  possible: true,
  base: 1,
  perRequest: 0,
  promiseBase: 1,
  promisePerRequest: 0,
  batchLimit: 1,
  tokenCost: 0,
};

/** Few values make ties, many make everything else. */
function seconds(min: number, max: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: Math.ceil(min * 2), max: max * 2 }).map((halves) => halves / 2),
    fc.integer({ min: Math.ceil(min * 1024), max: max * 1024 }).map((units) => units / 1024),
  );
}

const requestRow: fc.Arbitrary<RequestRow> = fc
  .record({
    arrival: seconds(0, 8),
    weight: fc.oneof(
      { weight: 2, arbitrary: fc.constant(1) },
      fc.integer({ min: 1, max: 40 }).map((eighths) => eighths / 8),
    ),
    deadline: fc.oneof({ weight: 3, arbitrary: seconds(0, 20) }, fc.constant(Infinity)),
    promised: fc.boolean(),
    tokens: fc.integer({ min: 1, max: 10 }),
    score: fc
      .oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -10, max: 10, noNaN: true }))
      .map((score) => score + 0),
    tenant: fc.nat(3),
    service: fc.integer({ min: 1, max: 30 }),
    stepsLeft: fc.integer({ min: 1, max: 4 }),
  })
  .map((row) => (row.promised ? row : { ...row, deadline: Infinity }));

function serverRow(mostInBatch: number, execution: InstanceShape["execution"]): fc.Arbitrary<ServerRow> {
  return fc.record({
    available: seconds(0, 6),
    maxBatch: fc.integer({ min: 1, max: mostInBatch }),
    kvTokens: fc.oneof(fc.integer({ min: 3, max: 30 }), fc.constant(Infinity)),
    slots: execution === undefined ? fc.boolean() : fc.constant(execution === "slots"),
    pricePerSecond: fc.constantFrom(0, 0.1, 1 / 3),
  });
}

function pairRow(maxBatch: number): fc.Arbitrary<PairRow> {
  return fc
    .record({
      possible: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      base: seconds(1 / 1024, 4),
      perRequest: seconds(0, 1),
      firstTokenOnly: fc.boolean(),
      batchLimit: fc.oneof({ weight: 3, arbitrary: fc.constant(maxBatch) }, fc.nat(maxBatch)),
      tokenCost: fc.nat(100).map((units) => units / 1024),
    })
    .map(({ firstTokenOnly, ...row }) => ({
      ...row,
      promiseBase: firstTokenOnly ? row.base / 4 : row.base,
      promisePerRequest: firstTokenOnly ? row.perRequest / 2 : row.perRequest,
    }));
}

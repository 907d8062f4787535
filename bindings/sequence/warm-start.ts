import { InvalidOptionsError, printable } from "../errors.js";
import { limits } from "../limits.js";
import type { AnnealSettings, SequenceInstance } from "./instance.js";
import type { WarmStart } from "./options.js";
import type { ParsedSequenceProblem } from "./parse.js";

/**
 * An own copy of the batches of a warm start, which may be a whole `Sequence`.
 * @throws InvalidOptionsError
 */
export function resolveWarmStart(value: unknown): WarmStart {
  const batches = (value as { batches?: unknown } | null)?.batches;
  if (!Array.isArray(batches)) throw new InvalidOptionsError("warmStart", "must be an object with an array of batches");
  if (batches.length > limits.requests) {
    throw new InvalidOptionsError("warmStart", `has ${batches.length} batches; at most ${limits.requests} are allowed`);
  }
  const requestIds = new Set<string>();
  return {
    batches: Array.from(batches, (batch: unknown, k) => {
      const option = `warmStart.batches[${k}]`;
      const { server, requests } = (batch ?? {}) as { server?: unknown; requests?: unknown };
      if (typeof server !== "string") throw new InvalidOptionsError(`${option}.server`, "must be the id of a server");
      if (!Array.isArray(requests) || requests.length > limits.requests) {
        throw new InvalidOptionsError(`${option}.requests`, "must be an array of ids");
      }
      return { server, requests: Array.from(requests, (id: unknown) => checkedId(option, id, requestIds)) };
    }),
  };
}

function checkedId(option: string, id: unknown, known: Set<string>): string {
  if (typeof id !== "string") throw new InvalidOptionsError(`${option}.requests`, "must be an array of ids");
  if (known.has(id)) throw new InvalidOptionsError("warmStart", `has the request "${printable(id)}" twice`);
  known.add(id);
  return id;
}

/**
 * The plan that a warm start stands for, complete and valid. Ids that the problem lacks, and requests on servers that
 * cannot take them, are passed over. A batch that is too large for its server is cut. Each request that is then missing
 * follows in a batch of its own, on the server that has the fewest requests for its size.
 */
export function encodeWarmStart(
  { batches }: WarmStart,
  { requestIndex, serverIndex }: ParsedSequenceProblem,
  instance: SequenceInstance,
): NonNullable<AnnealSettings["warmStart"]> {
  const plan = new Plan(instance);
  const numberOf = new Map(Array.from(instance.input, (position, r) => [position, r]));
  for (const { server, requests } of batches) {
    const s = serverIndex.get(server);
    if (s === undefined) continue;
    plan.endBatch(s);
    for (const id of requests) {
      const r = numberOf.get(requestIndex.get(id) ?? -1);
      if (r !== undefined && plan.canTake(s, r)) plan.add(s, r);
    }
  }
  for (let r = 0; r < instance.requests; r++) if (plan.server[r]! < 0) plan.append(r);
  return { server: plan.server, batch: plan.batch };
}

/** A plan in the making, server by server. */
class Plan {
  readonly server: Int32Array;
  readonly batch: Int32Array;
  /** [servers] Batches that are ended; the one under way has this number. */
  private readonly ended: Int32Array;
  /** [servers] Requests in the batch under way. */
  private readonly size: Int32Array;
  /** [servers] Tokens in the batch under way. */
  private readonly held: Float64Array;
  /** [servers] Requests. */
  private readonly load: Int32Array;

  constructor(private readonly instance: SequenceInstance) {
    this.server = new Int32Array(instance.requests).fill(-1);
    this.batch = new Int32Array(instance.requests);
    this.ended = new Int32Array(instance.servers);
    this.size = new Int32Array(instance.servers);
    this.held = new Float64Array(instance.servers);
    this.load = new Int32Array(instance.servers);
  }

  canTake(s: number, r: number): boolean {
    return this.instance.base[s * this.instance.requests + r]! < Infinity;
  }

  endBatch(s: number): void {
    if (this.size[s] === 0) return;
    this.ended[s]!++;
    this.size[s] = 0;
    this.held[s] = 0;
  }

  add(s: number, r: number): void {
    const { tokens, kvTokens, maxBatch, slots } = this.instance;
    const most = slots[s] === 1 ? 1 : maxBatch[s]!;
    if (this.size[s] === most || this.held[s]! + tokens[r]! > kvTokens[s]!) this.endBatch(s);
    this.server[r] = s;
    this.batch[r] = this.ended[s]!;
    this.size[s]!++;
    this.held[s]! += tokens[r]!;
    this.load[s]!++;
  }

  append(r: number): void {
    const { servers, maxBatch } = this.instance;
    let chosen = -1;
    let least = Infinity;
    for (let s = 0; s < servers; s++) {
      const load = this.load[s]! / maxBatch[s]!;
      if (!this.canTake(s, r) || load >= least) continue;
      chosen = s;
      least = load;
    }
    this.endBatch(chosen);
    this.add(chosen, r);
  }
}

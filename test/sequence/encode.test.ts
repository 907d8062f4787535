import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeSequenceProblem } from "../../bindings/sequence/encode.js";
import type { SequenceInstance } from "../../bindings/sequence/instance.js";
import type { LatencyModel, Request, SequenceProblem, Server } from "../../bindings/sequence/model.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import { sequenceProblems } from "../../bindings/testing/index.js";

const encode = (problem: SequenceProblem) => encodeSequenceProblem(parseSequenceProblem(problem));

function encodeOn(servers: Partial<Server>[], ...requests: Partial<Request>[]): SequenceInstance {
  return encode({
    requests: requests.map((request, r) => ({
      id: `r${r}`,
      arrival: 0,
      promptTokens: 2,
      outputTokens: 3,
      ...request,
    })),
    servers: servers.map((server, s) => ({ id: `s${s}`, maxBatch: 4, latency: constant(1), ...server })),
  });
}

const constant = (seconds: number): LatencyModel => ({ prefill: [0, 0, 0, seconds], decode: [0, 0, 0, 0] });

/** Seconds of one request on one server in a batch of b, step by step. */
function stepByStep({ prefill, decode }: LatencyModel, b: number, prompt: number, output: number) {
  const at = ([x0, x1, x2, x3]: readonly number[], l: number) => x0! * b * l + x1! * b + x2! * l + x3!;
  let seconds = at(prefill, prompt);
  for (let k = 1; k < output; k++) seconds += at(decode, prompt + k);
  return {
    first: at(prefill, prompt),
    all: seconds,
    perToken: output > 1 ? (seconds - at(prefill, prompt)) / (output - 1) : 0,
  };
}

describe("execution times", () => {
  it("are the sum of all steps, in closed form", () => {
    const latency: LatencyModel = { prefill: [1, 2, 4, 8], decode: [16, 32, 64, 128] };
    const instance = encodeOn(
      [{ latency }],
      { promptTokens: 3, outputTokens: 5 },
      { promptTokens: 7, outputTokens: 1 },
    );
    for (const b of [1, 2, 4]) {
      const seconds = (r: number) => instance.base[r]! + b * instance.perRequest[r]!;
      expect([seconds(0), seconds(1)]).toEqual([stepByStep(latency, b, 3, 5).all, stepByStep(latency, b, 7, 1).all]);
    }
  });

  it("are planned with the prediction", () => {
    const latency: LatencyModel = { prefill: [0, 0, 0, 1], decode: [0, 0, 0, 1] };
    const { base, tokens } = encodeOn(
      [{ latency }],
      { outputTokens: 9, predictedOutputTokens: 4 },
      { outputTokens: undefined, predictedOutputTokens: 2 },
      { outputTokens: 9 },
    );
    expect([...base]).toEqual([4, 2, 9]);
    expect([...tokens]).toEqual([6, 4, 11]);
  });

  it("are positive, however small", () => {
    const { base, perRequest } = encodeOn([{ latency: constant(1e-15) }], {}, { arrival: 1e15 });
    expect(base[0]! + perRequest[0]!).toBeGreaterThan(0);
  });

  it("are those of the formula within a microsecond, in rows by server", () => {
    fc.assert(
      fc.property(sequenceProblems({ numbers: "measurements" }), (any) => {
        const { requests, input, base, perRequest, maxBatch } = encode(any);
        any.servers.forEach(({ latency }, s) => {
          for (let r = 0; r < requests; r++) {
            if (base[s * requests + r] === Infinity) continue;
            const { promptTokens, outputTokens, predictedOutputTokens } = any.requests[input[r]!]!;
            const b = maxBatch[s]!;
            const { all } = stepByStep(latency, b, promptTokens, predictedOutputTokens ?? outputTokens!);
            expect(Math.abs(base[s * requests + r]! + b * perRequest[s * requests + r]! - all)).toBeLessThan(1e-6);
          }
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe("promises", () => {
  const latency: LatencyModel = { prefill: [0, 1, 0, 3], decode: [0, 0.5, 0, 1] };

  it("are about the last token, the first, or the pace alone", () => {
    const { deadline, promised, promiseBase, promisePerRequest, base, perRequest } = encodeOn(
      [{ latency }],
      { arrival: 1, slo: { endToEnd: 7 } },
      { arrival: 1, slo: { timeToFirstToken: 4, timePerOutputToken: 2 } },
      { slo: { timePerOutputToken: 2 } },
      {},
    );
    expect([...deadline]).toEqual([8, 5, Infinity, Infinity]);
    expect([...promised]).toEqual([1, 1, 1, 0]);
    expect([promiseBase[0], promisePerRequest[0]]).toEqual([base[0], perRequest[0]]);
    expect([promiseBase[1], promisePerRequest[1]]).toEqual([3, 1]);
  });

  it("of a pace limit the batch", () => {
    const limitsFor = (timePerOutputToken: number | undefined, request: Partial<Request> = {}) => {
      const slo = timePerOutputToken === undefined ? { endToEnd: 1 } : { timePerOutputToken };
      return encodeOn([{ latency }], { slo, ...request }).batchLimit[0];
    };
    // A step takes 1 + b / 2 seconds.
    expect(limitsFor(2)).toBe(2);
    expect(limitsFor(2.49)).toBe(2);
    expect(limitsFor(1.4)).toBe(0);
    expect(limitsFor(100)).toBe(4);
    expect(limitsFor(undefined)).toBe(4);
    expect(limitsFor(1.4, { outputTokens: 1 })).toBe(4);
  });

  it("of a pace hold when kept on paper", () => {
    const steps: LatencyModel = { prefill: [0, 0, 0, 1], decode: [0, 0.1, 0, 0.1] };
    const pace = { timePerOutputToken: 0.3 };
    for (const outputTokens of [2, 3, 4, 7, 100]) {
      expect(encodeOn([{ latency: steps }], { slo: pace, outputTokens }).batchLimit[0]).toBe(2);
    }
  });

  it("of a pace are kept by the largest batch that keeps them step by step", () => {
    fc.assert(
      fc.property(sequenceProblems({ numbers: "integers" }), (any) => {
        const { requests, input, base, batchLimit, maxBatch } = encode(any);
        any.servers.forEach(({ latency }, s) => {
          for (let r = 0; r < requests; r++) {
            const { slo, promptTokens, outputTokens, predictedOutputTokens } = any.requests[input[r]!]!;
            if (slo === undefined || !("timePerOutputToken" in slo) || base[s * requests + r] === Infinity) continue;
            const batches = Array.from({ length: maxBatch[s]! }, (_, b) => b + 1);
            const kept = batches.filter((b) => {
              const { perToken } = stepByStep(latency, b, promptTokens, predictedOutputTokens ?? outputTokens!);
              return perToken <= slo.timePerOutputToken! + 1e-9;
            });
            expect(batchLimit[s * requests + r]).toBe(kept.length);
          }
        });
      }),
    );
  });
});

describe("what decides beside times", () => {
  it("is taken over, with defaults", () => {
    const instance = encodeOn(
      [
        { pricePerHour: 7200, pricePerToken: { input: 1, output: 2 }, limits: { concurrency: 3 } },
        { pricePerHour: 7200, execution: "slots", kvTokens: 50, availableFrom: 6 },
      ],
      { arrival: 2, tenant: "b", score: -4, stepsLeft: 3 },
      { arrival: 4, tenant: "a" },
      { arrival: 9 },
      { arrival: 9, tenant: "b" },
      { arrival: 9 },
    );
    expect(instance.origin).toBe(2);
    expect([...instance.arrival]).toEqual([0, 2, 7, 7, 7]);
    expect([...instance.available]).toEqual([0, 4]);
    expect([...instance.maxBatch]).toEqual([3, 4]);
    expect([...instance.kvTokens]).toEqual([Infinity, 50]);
    expect([...instance.slots]).toEqual([0, 1]);
    expect([...instance.pricePerSecond]).toEqual([2, 0.5]);
    expect([...instance.tokenCost]).toEqual([8, 8, 8, 8, 8, 0, 0, 0, 0, 0]);
    expect([...instance.tenant]).toEqual([0, 1, 2, 0, 2]);
    expect([...instance.service]).toEqual([8, 8, 8, 8, 8]);
    expect([...instance.score]).toEqual([-4, 0, 0, 0, 0]);
    expect([...instance.stepsLeft]).toEqual([3, 1, 1, 1, 1]);
  });

  it("takes prices of almost nothing for what they are", () => {
    const instance = encodeOn([{ pricePerToken: { input: 0, output: Number.MIN_VALUE } }, {}], {}, {});
    expect(instance.tokenCost.every((cost) => cost >= 0 && cost < 1e-300)).toBe(true);
    expect(instance.tokenCost[0]).toBeGreaterThan(0);
  });

  it("does not see what it was before now", () => {
    const problem = {
      requests: [{ id: "r", arrival: 5, promptTokens: 1, outputTokens: 1 }],
      servers: [{ id: "s", maxBatch: 1, latency: constant(1), availableFrom: 7 }],
    };
    expect(encode({ ...problem, now: 9 }).available[0]).toBe(4);
    expect(encode({ ...problem, now: 6 }).available[0]).toBe(2);
  });

  it("leaves out requests for which no server has room, and pairs without room", () => {
    const instance = encodeOn(
      [{ kvTokens: 5 }, { kvTokens: 8 }],
      { promptTokens: 7, outputTokens: 2, arrival: 0 },
      { promptTokens: 3, outputTokens: 5, arrival: 4 },
      { promptTokens: 1, outputTokens: 4, arrival: 3 },
    );
    expect([...instance.input]).toEqual([1, 2]);
    expect(instance.origin).toBe(3);
    expect([...instance.base]).toEqual([Infinity, 1, 1, 1]);
    expect([...instance.promiseBase]).toEqual([Infinity, 1, 1, 1]);
  });

  it("may be nothing", () => {
    expect(encodeOn([{}])).toMatchObject({
      requests: 0,
      origin: 0,
      base: new Float64Array(0),
      maxBatch: Int32Array.of(4),
    });
  });
});

describe("rounding", () => {
  it("leaves small integers alone", () => {
    fc.assert(
      fc.property(sequenceProblems({ numbers: "integers" }), (any) => {
        const { arrival, available, weight, base, perRequest, input, origin, deadline } = encode(any);
        for (const values of [arrival, available, weight]) expect(values.every(Number.isInteger)).toBe(true);
        // Steps have a mean of halves.
        for (const values of [base, perRequest]) {
          expect(values.every((value) => value === Infinity || Number.isInteger(2 * value))).toBe(true);
        }
        input.forEach((position, r) => {
          const { weight: exact = 1, arrival: at, slo } = any.requests[position]!;
          expect(weight[r]).toBe(exact);
          if (slo && "endToEnd" in slo) expect(deadline[r]).toBe(at - origin + slo.endToEnd);
        });
      }),
    );
  });

  it("makes every sum exact: times, and weights × times", () => {
    fc.assert(
      fc.property(sequenceProblems({ maxRequests: 30 }), (any) => {
        const instance = encode(any);
        // Without requests nothing is added up.
        fc.pre(instance.requests > 0);
        const quantum = commonQuantum(instance);
        const unit = finest(instance.weight);
        let horizon = Math.max(0, ...instance.arrival, ...instance.available);
        for (let r = 0; r < instance.requests; r++) {
          const executions = Array.from({ length: instance.servers }, (_, s) => {
            const at = s * instance.requests + r;
            return instance.base[at]! + instance.maxBatch[s]! * instance.perRequest[at]!;
          });
          horizon += Math.max(...executions.filter((seconds) => seconds < Infinity));
        }
        const weights = instance.weight.reduce((sum, weight) => sum + weight / unit, 0);
        expect(Math.max(...instance.weight, 0) / unit).toBeLessThanOrEqual(4096);
        expect((horizon / quantum) * weights).toBeLessThan(2 ** 53);
        expect((horizon / quantum) * instance.requests).toBeLessThan(2 ** 53);
      }),
    );
  });

  it("scales by powers of two: times and weights", () => {
    const ordinary = fc.oneof(
      ...(["integers", "tenths", "measurements"] as const).map((numbers) => sequenceProblems({ numbers })),
    );
    fc.assert(
      fc.property(ordinary, fc.constantFrom(-9, -1, 3, 10), (any, exponent) => {
        const factor = 2 ** exponent;
        const plain = encode(any);
        const scaled = encode(scaledBy(any, factor));
        for (const name of ["arrival", "available", "deadline", "base", "perRequest", "promiseBase"] as const) {
          expect(scaled[name]).toEqual(plain[name].map((seconds) => seconds * factor));
        }
        expect(scaled.weight).toEqual(plain.weight.map((weight) => weight * factor));
        expect(scaled.batchLimit).toEqual(plain.batchLimit);
      }),
    );
  });

  it("keeps a promise that is kept on paper", () => {
    for (const seconds of [0.1, 0.3, 0.7, 1 / 3, 1e-3]) {
      for (const count of [2, 3, 7, 10, 100]) {
        const slo = { endToEnd: Number((seconds * count).toPrecision(15)) };
        const requests = Array.from({ length: count }, () => ({ slo }));
        const { base, deadline } = encodeOn([{ latency: constant(seconds), maxBatch: 1 }], ...requests);
        expect(base.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(deadline[0]!);
        // By a hair.
        expect(base.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(deadline[0]! * (1 - 1e-9));
      }
    }
  });

  it("keeps a promise that only the last bit of a decimal fraction breaks", () => {
    const [first, each, slo] = [0.279, 0.551, 57.032];
    expect(first + 103 * each).toBeGreaterThan(slo);
    const latency: LatencyModel = { prefill: [0, 0, 0, first], decode: [0, 0, 0, each] };
    const alone = encodeOn([{ latency }], { outputTokens: 104, slo: { endToEnd: slo } });
    expect(alone.base[0]).toBeLessThanOrEqual(alone.deadline[0]!);

    const second = 0.3 + 0.6 + 0.1;
    expect(0.5 + 0.5).toBeGreaterThan(second);
    const { base, deadline } = encodeOn([{ latency: constant(0.5) }], {}, { slo: { endToEnd: second } });
    expect(base[0]! + base[1]!).toBeLessThanOrEqual(deadline[1]!);
  });

  it("keeps weights in proportion", () => {
    const weights = [0.1, 1, 0.7, 1e-9];
    const { weight } = encodeOn([{}], ...weights.map((weight) => ({ weight })));
    const differences = weights.map((exact, r) => Math.abs(weight[r]! - exact));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1 / 4096);
    expect(weight[3]).toBeGreaterThan(0);
    expect([...encodeOn([{}], { weight: 4096 }, { weight: 1 }, { weight: 777 }).weight]).toEqual([4096, 1, 777]);
  });

  it("survives magnitudes that have nothing in common", () => {
    const instance = encodeOn(
      [{ latency: constant(1e15), maxBatch: 4096 }, { latency: constant(1e-15) }],
      { arrival: 1e15 },
      { arrival: 0, weight: 1e-15 },
      { weight: 1e15, promptTokens: 1e9, outputTokens: 1e9 },
    );
    for (const values of [instance.arrival, instance.base, instance.weight, instance.tokens]) {
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });
});

/** Greatest power of two that divides all finite times. */
function commonQuantum({
  arrival,
  available,
  base,
  perRequest,
  promiseBase,
  promisePerRequest,
}: SequenceInstance): number {
  return Math.min(...[arrival, available, base, perRequest, promiseBase, promisePerRequest].map(finest));
}

function finest(values: Float64Array): number {
  const nonZero = [...values].filter((value) => value > 0 && value < Infinity);
  let power = 2 ** 80;
  while (!nonZero.every((value) => Number.isInteger(value / power))) power /= 2;
  return power;
}

function scaledBy(problem: SequenceProblem, factor: number): SequenceProblem {
  const scale = <T extends number | undefined>(seconds: T) => (seconds === undefined ? seconds : seconds * factor);
  const coefficients = (four: readonly number[]) => four.map(scale) as [number, number, number, number];
  return {
    now: scale(problem.now),
    requests: problem.requests.map((request) => ({
      ...request,
      arrival: scale(request.arrival),
      // Without a weight it is 1.
      weight: (request.weight ?? 1) * factor,
      slo:
        request.slo &&
        (Object.fromEntries(Object.entries(request.slo).map(([key, value]) => [key, scale(value)])) as never),
    })),
    servers: problem.servers.map((server) => ({
      ...server,
      availableFrom: scale(server.availableFrom),
      latency: { prefill: coefficients(server.latency.prefill), decode: coefficients(server.latency.decode) },
    })),
  };
}

import type { SequenceInstance } from "../../bindings/sequence/instance.js";

/** All times multiplied. */
export function scaled(instance: SequenceInstance, factor: number): SequenceInstance {
  const times = (seconds: Float64Array) => seconds.map((time) => time * factor);
  return {
    ...instance,
    arrival: times(instance.arrival),
    deadline: times(instance.deadline),
    base: times(instance.base),
    perRequest: times(instance.perRequest),
    promiseBase: times(instance.promiseBase),
    promisePerRequest: times(instance.promisePerRequest),
    available: times(instance.available),
  };
}

/** The requests in another order: first what was at `order[0]`. */
export function permuted(instance: SequenceInstance, order: readonly number[]): SequenceInstance {
  const { requests, servers } = instance;
  const rows = Array.from({ length: servers }, (_, s) => order.map((r) => s * requests + r)).flat();
  const reals = (values: Float64Array, from: readonly number[]) => Float64Array.from(from, (at) => values[at]!);
  const integers = (values: Int32Array, from: readonly number[]) => Int32Array.from(from, (at) => values[at]!);
  return {
    ...instance,
    input: integers(instance.input, order),
    arrival: reals(instance.arrival, order),
    weight: reals(instance.weight, order),
    deadline: reals(instance.deadline, order),
    promised: integers(instance.promised, order),
    tokens: reals(instance.tokens, order),
    score: reals(instance.score, order),
    tenant: integers(instance.tenant, order),
    service: reals(instance.service, order),
    stepsLeft: integers(instance.stepsLeft, order),
    base: reals(instance.base, rows),
    perRequest: reals(instance.perRequest, rows),
    promiseBase: reals(instance.promiseBase, rows),
    promisePerRequest: reals(instance.promisePerRequest, rows),
    batchLimit: integers(instance.batchLimit, rows),
    tokenCost: reals(instance.tokenCost, rows),
  };
}

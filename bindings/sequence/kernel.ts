import type { Arena } from "../wasm/arena.js";
import type { Host, Session } from "../wasm/host.js";
import type {
  AnnealSettings,
  EncodedObjective,
  SequenceInstance,
  SequenceKernel,
  SequenceSearch,
  SequenceSolution,
} from "./instance.js";
import { objectives, rules } from "./options.js";

/** `sequence` by the Wasm kernels. */
export function sequenceKernel(host: Host): SequenceKernel {
  return {
    dispatch: (instance, { rule, ageing, starvation: { threshold, quantum } }) =>
      solve(host, instance, (arena, kernelInstance, requesters, solution) => {
        const settings = [rules.indexOf(rule), ageing, threshold, quantum];
        arena.exports.sequenceDispatch(kernelInstance, ...requesters, ...settings, ...solution);
      }),
    exhaust: (instance, objective) =>
      solve(host, instance, (arena, kernelInstance, _, solution) => {
        arena.exports.sequenceExhaust(kernelInstance, ...objectiveParameters(objective), ...solution);
      }),
    anneal: (instance, settings, iterations) =>
      solve(host, instance, (arena, kernelInstance, _, solution) => {
        const search = open(arena, kernelInstance, settings);
        // In steps, so that the engine can put optimised code in place.
        for (let done = 0; done < iterations; done += stepIterations) {
          arena.exports.stepSequenceSearch(search, Math.min(stepIterations, iterations - done));
        }
        arena.exports.readSequenceSearch(search, ...solution);
      }),
    search: (instance, settings) => searchIn(host.session("sequence", inputsOf(instance)), instance, settings),
  };
}

const stepIterations = 1024;

/** Opens a search; returns its address. */
function open(arena: Arena, kernelInstance: number, { objective, seed, schedule, warmStart }: AnnealSettings): number {
  return arena.exports.openSequenceSearch(
    kernelInstance,
    ...objectiveParameters(objective),
    seed,
    schedule,
    arena.copyIn(warmStart?.server ?? new Int32Array()),
    arena.copyIn(warmStart?.batch ?? new Int32Array()),
  );
}

function searchIn(session: Session, instance: SequenceInstance, settings: AnnealSettings): SequenceSearch {
  const { requests, servers } = instance;
  const { search, solution } = session.call((arena) => ({
    search: open(arena, arena.exports.sequenceInstance(requests, servers, ...arena.inputs), settings),
    solution: newSolution(arena, requests),
  }));
  let done = 0;
  return {
    step(iterations) {
      const next = Math.min(settings.schedule, done + iterations);
      session.call(({ exports }) => exports.stepSequenceSearch(search, next - done));
      done = next;
      return done < settings.schedule;
    },
    get iterations() {
      return done;
    },
    best: () =>
      session.call((arena) => {
        const mark = arena.exports.mark();
        arena.exports.readSequenceSearch(search, ...solution);
        arena.exports.release(mark);
        return readSolution(arena, solution, requests);
      }),
  };
}

/** Addresses of server, batch and start of each request. */
type SolutionAddresses = readonly [server: number, batch: number, start: number];

function newSolution(arena: Arena, requests: number): SolutionAddresses {
  return [arena.newInt32(requests), arena.newInt32(requests), arena.newFloat64(requests)];
}

function readSolution(arena: Arena, [server, batch, start]: SolutionAddresses, requests: number): SequenceSolution {
  return {
    server: arena.readInt32(server, requests),
    batch: arena.readInt32(batch, requests),
    start: arena.readFloat64(start, requests),
  };
}

/**
 * Runs a kernel that fills a plan.
 *
 * @param run is handed addresses: of the instance, of its arrays that only rules look at, and of the plan to fill
 */
function solve(
  host: Host,
  instance: SequenceInstance,
  run: (arena: Arena, kernelInstance: number, requesters: readonly number[], solution: SolutionAddresses) => void,
): SequenceSolution {
  const { requests, servers } = instance;
  const shared = inputsOf(instance);
  return host.call("sequence", instance, [...shared, ...requestersOf(instance)], (arena) => {
    const solution = newSolution(arena, requests);
    const kernelInstance = arena.exports.sequenceInstance(requests, servers, ...arena.inputs.slice(0, shared.length));
    run(arena, kernelInstance, arena.inputs.slice(shared.length), solution);
    return readSolution(arena, solution, requests);
  });
}

/** In the order of the kernel's parameters. */
export function inputsOf(instance: SequenceInstance) {
  return [
    instance.arrival,
    instance.weight,
    instance.deadline,
    instance.promised,
    instance.tokens,
    instance.base,
    instance.perRequest,
    instance.promiseBase,
    instance.promisePerRequest,
    instance.batchLimit,
    instance.tokenCost,
    instance.available,
    instance.maxBatch,
    instance.kvTokens,
    instance.slots,
    instance.pricePerSecond,
  ];
}

function requestersOf({ score, tenant, service, stepsLeft }: SequenceInstance) {
  return [score, tenant, service, stepsLeft];
}

/** As the kernel takes them; a mix has the number after the names. */
function objectiveParameters({ name, tardiness, latency, cost }: EncodedObjective): number[] {
  const number = name === "mix" ? objectives.length : objectives.indexOf(name);
  return [number, tardiness, latency, cost];
}

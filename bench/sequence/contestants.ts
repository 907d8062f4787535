import { wasm } from "../../bindings/index.js";
import { reference } from "../../bindings/reference.js";
import { encodeSequenceProblem } from "../../bindings/sequence/encode.js";
import type { SequenceInstance, SequenceKernel } from "../../bindings/sequence/instance.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { plainAnnealing } from "../rivals/plain-annealing.js";
import type { Measure } from "./best-known.js";
import { names } from "./names.js";
import type { Row } from "./rows.js";

/** A search, on each instance of a row. */
export interface Contestant {
  name: string;
  measure: Measure;
  runs: Run[];
}

/** Searches for so many iterations; what it returns tells the value that was reached, outside of the time measured. */
type Run = (iterations: number, seed: number) => () => number;

export function instancesOf(row: Row): SequenceInstance[] {
  return row.problems.map(({ problem }) => encodeSequenceProblem(parseSequenceProblem(problem)));
}

export function kernelOn(instances: SequenceInstance[], measure: Measure): Contestant {
  return annealer(names.kernel, wasm.loadSync().sequence, instances, measure);
}

export function referenceOn(instances: SequenceInstance[], measure: Measure): Contestant {
  return annealer(names.reference, reference.loadSync().sequence, instances, measure);
}

export function plainOn(instances: SequenceInstance[]): Contestant {
  const runs = instances.map((instance): Run => {
    const anneal = plainAnnealing(instance);
    return (iterations, seed) => {
      const value = anneal(iterations, seed);
      return () => value;
    };
  });
  return { name: names.plain, measure: "attainment-per-latency", runs };
}

function annealer(name: string, kernel: SequenceKernel, instances: SequenceInstance[], measure: Measure): Contestant {
  const objective = { name: measure, tardiness: 0, latency: 0, cost: 0 };
  const runs = instances.map((instance): Run => {
    return (schedule, seed) => {
      const solution = kernel.anneal(instance, { objective, seed, schedule, warmStart: undefined }, schedule);
      return () => {
        const { attained, latency } = evaluate(instance, solution);
        return measure === "attainment" ? attained : attained / latency;
      };
    };
  });
  return { name, measure, runs };
}

import { createLehrSync, wasmFrom } from "../../bindings/index.js";
import { encodePlaceProblem } from "../../bindings/place/encode.js";
import type { PlaceInstance, PlaceSettings } from "../../bindings/place/instance.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { presets } from "../../bindings/place/options.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import { placeReference } from "../../bindings/place/reference.js";
import type { LoadedHeft, NativeHeft } from "../limit/native.js";
import { type Contestant, checkAnswers } from "../measure.js";
import { createHeft } from "../rivals/heft.js";
import { createSlotHeft } from "../rivals/heft-slots.js";
import { names } from "./names.js";
import { ResidentKernels } from "./resident.js";
import type { Row } from "./rows.js";

export interface Rivals {
  module: WebAssembly.Module;
  c: NativeHeft | undefined;
  cNative: NativeHeft | undefined;
}

const heft: PlaceSettings = { combination: presets.heft, averageCommunication: "linked-pairs", seed: 1 };

/** Everybody who can solve the row's problems, after a check that all find the same makespans. */
export function contestantsFor(row: Row, { module, c, cNative }: Rivals): Contestant[] {
  const problems = row.problems();
  const instances = problems.map((problem) => encodePlaceProblem(parsePlaceProblem(problem)));
  const contestants = ours(problems, instances, module);
  if (row.exclusive) {
    const tuned = createHeft();
    const slots = createSlotHeft();
    contestants.push({ name: names.javascript, calls: instances.map((instance) => () => tuned(instance).makespan) });
    contestants.push({ name: names.slots, calls: instances.map((instance) => () => slots(instance).makespan) });
    if (c) contestants.push(native(names.c, c.load(instances)));
    if (cNative) contestants.push(native(names.cNative, cNative.load(instances)));
  }
  contestants.push(reference(instances));
  checkAnswers(row.name, contestants);
  return contestants;
}

function ours(problems: PlaceProblem[], instances: PlaceInstance[], module: WebAssembly.Module): Contestant[] {
  const lehr = createLehrSync({ backend: wasmFrom(module) });
  const resident = new ResidentKernels(module);
  const prepared = problems.map((problem) => lehr.prepare.place(problem));
  return [
    { name: names.kernel, calls: instances.map((instance) => resident.load(instance, heft)) },
    {
      name: names.prepared,
      calls: prepared.map(
        ({ run }) =>
          () =>
            run().makespan,
      ),
    },
    { name: names.whole, calls: problems.map((problem) => () => lehr.place(problem).makespan) },
  ];
}

function native(name: string, loaded: LoadedHeft): Contestant {
  return {
    name,
    answers: () => loaded.makespans(),
    time(milliseconds) {
      const samples = 10;
      const [pass] = loaded.time(1, 1);
      return loaded.time(samples, Math.ceil(milliseconds / samples / (pass! * loaded.instances)));
    },
  };
}

/** Slow: a sample is one instance, and a single one must do where that takes long. */
function reference(instances: PlaceInstance[]): Contestant {
  const patience = 1_000;
  let next = 0;
  let last = 0;
  const solveNext = () => {
    const begin = performance.now();
    const { makespan } = placeReference(instances[next++ % instances.length]!, heft);
    last = performance.now() - begin;
    return makespan;
  };
  return {
    name: names.reference,
    answers() {
      const answers: number[] = [];
      for (let spent = 0; spent < patience && answers.length < instances.length; spent += last)
        answers.push(solveNext());
      return answers;
    },
    time(milliseconds) {
      if (last > patience) return next++ === 1 ? [last] : [];
      const samples: number[] = [];
      for (let spent = 0; spent < milliseconds; spent += last) {
        solveNext();
        samples.push(last);
      }
      return samples;
    },
  };
}

/** A bundle of its own, because it carries fast-check and the reference: loaded only for hunting. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type Backend, type Lehr, lehrOn } from "../../lehr.js";
import { reference } from "../../reference.js";
import type { Case, FuzzedVerb } from "../../testing/case.js";
import { casesOfVerb } from "../../testing/cases.js";
import { type Finding, findingIn } from "../../testing/differential.js";
import { wasmFrom } from "../../wasm/backend.js";

export interface HuntOptions {
  verb: FuzzedVerb;
  /** Most cases. */
  runs: number;
  seed: number;
  /** After which no new case is begun; what was found by then is shrunk nevertheless. */
  seconds?: number;
  /** Of a hunt before: straight to what was found there. */
  path?: string;
  /** Told before each case, with how many were begun before it. */
  onCase: (begun: number) => void;
}

export interface Hunt {
  /** Cases that were begun, without those of shrinking. */
  cases: number;
  found?: Counterexample;
}

/** A case that does not hold, as small as shrinking made it. */
export interface Counterexample {
  finding: Finding;
  case: Case;
  /** Leads there from the seed. */
  path: string;
}

/** Looks for a case that does not hold, and makes it small. */
export function hunt(backends: readonly Lehr[], { verb, runs, seed, seconds, path, onCase }: HuntOptions): Hunt {
  let begun = 0;
  let finding: Finding | undefined;
  const property = fc.property(casesOfVerb(verb), (subject) => {
    onCase(begun);
    if (!finding) begun++;
    const found = findingIn(subject, backends);
    finding = found ?? finding;
    return found === undefined;
  });
  const limit = seconds === undefined ? {} : { interruptAfterTimeLimit: 1000 * seconds };
  const first = fc.check(property, { seed, path, numRuns: runs, ...limit });
  // Shrinking goes on where time was up.
  const details =
    first.failed && first.interrupted ? fc.check(property, { seed, path: first.counterexamplePath! }) : first;
  if (!details.failed || details.counterexample === null) return { cases: begun };
  const [subject] = details.counterexample;
  return {
    cases: begun,
    found: { finding: findingIn(subject, backends)!, case: subject, path: details.counterexamplePath! },
  };
}

/** Those that a case is run on; the first is the reference. */
export function fuzzedBackends(kernels: Uint8Array<ArrayBuffer> | undefined): Lehr[] {
  const release = kernels ?? readKernels("kernels.wasm", "release.wasm");
  return [
    lehrFrom(reference),
    lehrFrom(wasmFrom(readKernels("kernels.debug.wasm", "debug.wasm")), "debug kernels"),
    lehrFrom(wasmFrom(release), kernels ? "given kernels" : "release kernels"),
  ];
}

function lehrFrom(backend: Backend, name = backend.name): Lehr {
  return lehrOn({ ...backend, name }, backend.loadSync());
}

/** From the package, or from the build where this runs from source. */
function readKernels(published: string, built: string): Uint8Array<ArrayBuffer> {
  const files = [new URL(`../${published}`, import.meta.url), new URL(`../../../build/${built}`, import.meta.url)];
  return new Uint8Array(readFileSync(fileURLToPath(files.find((file) => existsSync(file)) ?? files[0]!)));
}

// For cases that were stored.
export { findingIn };

/** Contestants of `bench -- pack`. */
export const names = {
  kernel: "Wasm kernel, typed result",
  whole: "whole call, objects to objects",
  javascript: "tuned JavaScript",
  package: "bin-packer from npm",
  reference: "reference",
  search: "lehr, local search",
  highs: "HiGHS, to the proof",
} as const;

/** Not a rival. */
export function isOurs(name: string): boolean {
  return [names.kernel, names.whole].some((ours) => ours === name);
}

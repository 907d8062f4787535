/** Contestants of `bench -- place`. */
export const names = {
  kernel: "Wasm kernel alone",
  prepared: "prepared run, typed result",
  whole: "whole call, objects to objects",
  javascript: "tuned JavaScript",
  slots: "JavaScript as the C",
  c: "C, -O3",
  cNative: "C, -O3 -march=native",
  reference: "reference",
} as const;

/** Not a rival. */
export function isOurs(name: string): boolean {
  return [names.kernel, names.prepared, names.whole].some((ours) => ours === name);
}

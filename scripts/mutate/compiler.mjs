/**
 * Compiles kernels with one source replaced, in a process of its own: the compiler needs no translation, which would take
 * longer than dozens of builds.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import asc from "assemblyscript/asc";

/**
 * As in `asconfig.json`, but for optimisation, which takes most of the time of a build and changes no result. Bounds are
 * checked, as in the debug build: what reads beyond an array is found at once. A mutant that takes ever more memory is
 * stopped at 256 MiB.
 */
const flags = [
  ...["--runtime", "stub", "--exportRuntime", "--enable", "simd"],
  ...["--uncheckedBehavior", "never", "--optimizeLevel", "0", "--maximumMemory", "4096"],
];
const silent = { write: () => {} };
const texts = new Map();

process.on("message", async ({ path, text }) => process.send({ bytes: await compiled(path, text) }));

/** The bytes, undefined when it does not compile. */
async function compiled(path, text) {
  let bytes;
  const { error } = await asc.main(["assembly/index.ts", "--outFile", "kernels.wasm", ...flags], {
    stdout: silent,
    stderr: silent,
    readFile: (name, folder) => (posix.join(folder, name) === path ? text : read(posix.join(folder, name))),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  return error ? undefined : bytes;
}

/** Sources, and those of the standard library, are read once. */
function read(path) {
  if (!texts.has(path)) texts.set(path, textOf(path));
  return texts.get(path);
}

function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

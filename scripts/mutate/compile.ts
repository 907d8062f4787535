import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Mutant, mutatedSource } from "./mutants.js";

/** Compiles mutants, one at a time. */
export class Compiler {
  readonly #process: ChildProcess = fork(fileURLToPath(new URL("compiler.mjs", import.meta.url)), {
    execArgv: [],
    serialization: "advanced",
  });

  /** The kernels' bytes, with the mutant's change; undefined when they do not compile. */
  async compiled(mutant?: Mutant): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.#process.send(mutant ? { path: `assembly/${mutant.file}`, text: mutatedSource(mutant) } : {});
    const [{ bytes }] = (await once(this.#process, "message")) as [{ bytes?: Uint8Array<ArrayBuffer> }];
    return bytes;
  }

  close(): void {
    this.#process.kill();
  }
}

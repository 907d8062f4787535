import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expectedOutcomes } from "./expected.js";
import type { Subject } from "./subjects.js";

export interface Order {
  subject: Subject;
  bytes: Uint8Array<ArrayBuffer>;
  /** Outcome of each case by the reference. */
  expected: readonly string[];
}

/** The case that tells kernels from the reference, undefined for none; before it, what the worker has done. */
export type Answer = { found: string | undefined } | { done: string };

/** Seconds without a finished case after which kernels count as caught in a loop. */
const patience = 10;

const workerFile = fileURLToPath(new URL("worker.ts", import.meta.url));

/** Compares kernels with the reference. */
export class Judge {
  #worker: ChildProcess | undefined;
  readonly #expected = new Map<Subject, readonly string[]>();

  /**
   * The case on which the kernels go another way than the reference, or never end.
   *
   * @returns undefined when no case does, or none in time
   */
  async difference(bytes: Uint8Array<ArrayBuffer>, subject: Subject, seconds: number): Promise<string | undefined> {
    const expected = this.#expectedOf(subject);
    const worker = this.#worker ?? this.#start();
    return new Promise((resolve) => {
      let last = "";
      let timer: NodeJS.Timeout | undefined;
      const deadline = Date.now() + 1_000 * seconds;
      const settle = (found: string | undefined) => {
        clearTimeout(timer);
        worker.removeAllListeners();
        resolve(found);
      };
      const stop = (found: string | undefined) => {
        this.close();
        settle(found);
      };
      worker.on("message", (answer: Answer) => {
        if ("found" in answer) return settle(answer.found);
        last = answer.done;
        if (Date.now() > deadline) return stop(undefined);
        clearTimeout(timer);
        timer = setTimeout(() => stop(`no end after ${last}`), 1_000 * patience);
      });
      worker.on("exit", () => stop(`breaks down after ${last}`));
      worker.send({ subject, bytes, expected } satisfies Order);
    });
  }

  close(): void {
    this.#worker?.removeAllListeners();
    this.#worker?.kill("SIGKILL");
    this.#worker = undefined;
  }

  #start(): ChildProcess {
    this.#worker = fork(workerFile, { execArgv: ["--import", "tsx"], serialization: "advanced" });
    return this.#worker;
  }

  #expectedOf(subject: Subject): readonly string[] {
    const expected = this.#expected.get(subject) ?? expectedOutcomes(subject);
    this.#expected.set(subject, expected);
    return expected;
  }
}

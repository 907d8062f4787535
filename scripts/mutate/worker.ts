/** Runs kernels on cases until one of them goes another way than the reference. Kernels that never end end with it. */
import { wasmFrom } from "../../bindings/wasm/backend.js";
import type { Case } from "./cases/case.js";
import { casesOf } from "./cases/index.js";
import type { Answer, Order } from "./judge.js";
import { outcomeOf } from "./outcome.js";
import type { Subject } from "./subjects.js";

const cases = new Map<Subject, Case[]>();

process.on("message", (order: Order) => answer(differenceIn(order)));

function differenceIn({ subject, bytes, expected }: Order): Answer {
  const list = cases.get(subject) ?? casesOf[subject]();
  cases.set(subject, list);
  const kernels = wasmFrom(bytes).loadSync();
  answer({ done: "reading" });
  let last = Date.now();
  for (const [number, each] of list.entries()) {
    try {
      if (outcomeOf(each, kernels) !== expected[number]) return { found: each.name };
    } catch (error) {
      return { found: `${each.name}: ${error instanceof Error ? error.message : error}` };
    }
    if (Date.now() - last < 1_000) continue;
    answer({ done: each.name });
    last = Date.now();
  }
  return { found: undefined };
}

function answer(answer: Answer): void {
  process.send!(answer);
}

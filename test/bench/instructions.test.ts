import binaryen from "binaryen";
import { expect, test } from "vitest";
import { countingKernels } from "../../bench/instructions/counting.js";

/** Sums what is below n and even, and leaves early above a limit. */
const text = `(module
  (func $sum (export "sum") (param $n i32) (param $limit i32) (result i32)
    (local $i i32) (local $s i32)
    (block $out
      (loop $next
        (br_if $out (i32.ge_s (local.get $i) (local.get $n)))
        (if (i32.and (local.get $i) (i32.const 1))
          (then (nop))
          (else (local.set $s (i32.add (local.get $s) (local.get $i)))))
        (br_if $out (i32.gt_s (local.get $s) (local.get $limit)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $s)))`;

interface Counting {
  sum(n: number, limit: number): number;
  executed: WebAssembly.Global;
}

/** Instructions of the parts, as they stand above. */
const parts = { entry: 2, test: 4, condition: 4, odd: 1, even: 4, limit: 4, next: 5, result: 1 };

test("counts the instructions that run, and changes no result", () => {
  const bytes = binaryen.parseText(text).emitBinary();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(countingKernels(bytes)));
  const { sum, executed } = exports as unknown as Counting;
  const run = (n: number, limit: number) => {
    const before = executed.value as bigint;
    return { result: sum(n, limit), instructions: Number((executed.value as bigint) - before) };
  };
  const { entry, test: check, condition, odd, even, limit, next, result } = parts;
  const frame = entry + result;
  const round = check + condition + limit + next;
  expect(run(0, 99)).toEqual({ result: 0, instructions: frame + check });
  expect(run(1, 99)).toEqual({ result: 0, instructions: frame + round + even + check });
  expect(run(5, 99)).toEqual({ result: 6, instructions: frame + 5 * round + 3 * even + 2 * odd + check });
  // 0 + 2 is above the limit: the third round ends before its last part.
  expect(run(5, 1)).toEqual({ result: 2, instructions: frame + 3 * round - next + 2 * even + odd });
  expect(run(5, 1)).toEqual(run(5, 1));
});

import { afterAll, describe, expect, test } from "vitest";
import { Compiler } from "../../scripts/mutate/compile.js";
import { equivalent } from "../../scripts/mutate/equivalent.js";
import { Judge } from "../../scripts/mutate/judge.js";
import { allMutants, inOrderOfLot, type Mutant, mutantsOf, sourceOf } from "../../scripts/mutate/mutants.js";
import { reportOf, scoreOf } from "../../scripts/mutate/report.js";
import { subjectsOf } from "../../scripts/mutate/subjects.js";

const mutants = allMutants();

describe("a line becomes", () => {
  test.each([
    { line: "x = a < b;", changed: ["x = a <= b;", ";"] },
    {
      line: "return a >= b && c != d;",
      changed: ["return a > b && c != d;", "return a >= b && c == d;", "return a >= b || c != d;"],
    },
    {
      line: "const x = 7 * a - b / c;",
      changed: [
        "const x = 6 * a - b / c;",
        "const x = 7 * a + b / c;",
        "const x = 7 * a - b * c;",
        "const x = 7 / a - b / c;",
      ],
    },
    { line: "sum += 0.5;", changed: ["sum -= 0.5;", "sum += (2.0 * 0.5);", ";"] },
    { line: "let mask = 0x10 & a;", changed: ["let mask = 17 & a;", "let mask = 0x10 | a;"] },
    { line: "if (a) b();", changed: ["if (!(a)) b();", "if (a) ;"] },
    { line: "return min(a, b);", changed: ["return max(a, b);"] },
    { line: 'import { a } from "./0";', changed: [] },
    { line: "const fits: StaticArray<i32> = <StaticArray<i32>>rows; // a < b", changed: [] },
    { line: "@inline function of(a: i32): i32 { return a; }", changed: [] },
  ])("$line", ({ line, changed }) => {
    expect(
      mutantsOf("a.ts", line)
        .map(({ changed }) => changed)
        .sort(),
    ).toEqual(changed.sort());
  });
});

test("an edit elsewhere leaves a mutant its id", () => {
  const text = sourceOf("place/gaps.ts");
  const moved = mutantsOf("place/gaps.ts", `// One line more.\n${text}`);
  expect(moved.map(({ id }) => id)).toEqual(mutantsOf("place/gaps.ts", text).map(({ id }) => id));
});

test("ids tell all mutants apart", () => {
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

test("of a hundred mutants, each folder has its share", () => {
  const folderOf = ({ file }: Mutant) => file.split("/").slice(0, -1).join("/");
  const shares = new Map<string, number>();
  for (const mutant of mutants)
    shares.set(folderOf(mutant), (shares.get(folderOf(mutant)) ?? 0) + 100 / mutants.length);
  const sample = inOrderOfLot(mutants, 1).slice(0, 100);
  for (const [folder, share] of shares) {
    const count = sample.filter((mutant) => folderOf(mutant) === folder).length;
    expect(Math.abs(count - share), folder).toBeLessThanOrEqual(1);
  }
});

test("mutants that are held to be equivalent are those of the sample", () => {
  const sample = inOrderOfLot(mutants, 1).slice(0, 130);
  expect(Object.keys(equivalent).filter((id) => !sample.some((mutant) => mutant.id === id))).toEqual([]);
});

test("a file is judged by all that contains it", () => {
  expect(subjectsOf("pack/memory/skyline.ts")).toEqual(["memory"]);
  expect(subjectsOf("pack/instance.ts")).toEqual(["pack", "repack"]);
  expect(subjectsOf("place/gaps.ts")).toEqual(["place"]);
});

describe("kernels", () => {
  const compiler = new Compiler();
  const judge = new Judge();
  const planted = (find: (mutant: Mutant) => boolean) => compiler.compiled(mutants.find(find));
  afterAll(() => {
    compiler.close();
    judge.close();
  });

  test("that decide otherwise are found", async () => {
    const bytes = await planted(({ file, changed }) => {
      return file === "pack/memory/skyline.ts" && changed === "for (let left = instance.buffers; left >= 0; left--) {";
    });
    expect(await judge.difference(bytes!, "memory", 60)).toMatch(/^order \d+/);
  });

  test("that decide the same are not", async () => {
    expect(await judge.difference((await compiler.compiled())!, "memory", 60)).toBeUndefined();
  });

  test("that do not compile have no bytes", async () => {
    const mutant = mutants.find(({ file, changed }) => file === "pack/memory/instance.ts" && changed === ";");
    expect(await compiler.compiled({ ...mutant!, after: "(" })).toBeUndefined();
  });
});

test("the report counts what is not equivalent", () => {
  const [a, b, c] = mutants as [Mutant, Mutant, Mutant];
  const verdicts = [
    { mutant: a, killedBy: "place, workflow 1" },
    { mutant: b, killedBy: undefined },
    { mutant: { ...c, id: Object.keys(equivalent)[0]! }, killedBy: undefined },
  ];
  expect(scoreOf(verdicts)).toBe(0.5);
  expect(reportOf(verdicts)).toMatch(/^1 of 2 mutants killed: 50.0 %. 1 more are equivalent./);
});

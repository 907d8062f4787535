import { describe, expect, it } from "vitest";
import { Door } from "../../bindings/door.js";
import { InvalidProblemError, KernelError, LehrError, type Problem } from "../../bindings/errors.js";
import { suggestion } from "../../bindings/suggestion.js";

function refusals(read: (door: Door) => unknown): readonly Problem[] {
  return caught(read).problems;
}

function caught(read: (door: Door) => unknown): InvalidProblemError {
  try {
    new Door().admit(read);
  } catch (error) {
    if (error instanceof InvalidProblemError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("Door", () => {
  it("returns what was read when nothing was refused", () => {
    expect(new Door().admit((door) => door.nonNegative("a", 3))).toBe(3);
  });

  it("collects everything that was refused, with pointers", () => {
    const problems = refusals((door) => {
      door.enter("tasks");
      door.enter(3);
      door.nonNegative("work", -1);
      door.name("id", "");
      door.leave();
      door.leave();
      door.refuse("is odd");
    });
    expect(problems).toEqual([
      { pointer: "/tasks/3/work", message: "must be a number of at least 0, not -1" },
      { pointer: "/tasks/3/id", message: 'must be a string that is not empty, not ""' },
      { pointer: "", message: "is odd" },
    ]);
  });

  it("escapes pointers as RFC 6901 says", () => {
    expect(refusals((door) => door.refuse("no", "a/b~c~1"))[0]!.pointer).toBe("/a~1b~0c~01");
  });

  it.each<[string, (door: Door, value: unknown) => unknown, unknown[], unknown[]]>([
    ["nonNegative", (d, v) => d.nonNegative("x", v), [0, 1e-300, 1e15], [-1, NaN, Infinity, 1.1e15, "1", null, 1n]],
    ["positive", (d, v) => d.positive("x", v), [1e-300, 1e15], [0, -0, -1, NaN, Infinity, 2e15, "1"]],
    ["divisor", (d, v) => d.divisor("x", v), [1e-15, 1e15], [0, 1e-16, -1, NaN, Infinity, 2e15, [1]]],
    ["count", (d, v) => d.count("x", v), [1, 7], [0, 1.5, -1, NaN, Infinity, "1"]],
    ["name", (d, v) => d.name("x", v), ["a", "__proto__", "constructor"], ["", 1, null, undefined, ["a"]]],
    ["boolean", (d, v) => d.boolean("x", v), [true, false], [0, "true", null]],
    ["oneOf", (d, v) => d.oneOf("x", v, ["a", "b"]), ["a", "b"], ["c", "", 1, null]],
    ["object", (d, v) => d.object(v), [{}, Object.create(null)], [[], null, "a", new Map(), new Date(0), () => 1]],
    ["array", (d, v) => d.array(v, 2), [[], [1, 2]], [[1, 2, 3], {}, "ab", null, new Uint8Array(1)]],
    ["names", (d, v) => d.names("x", v, 2), [[], ["a"]], [["a", "b", "c"], [""], [1], "a", new Array(2)]],
  ])("%s takes and refuses", (_, read, good, bad) => {
    for (const value of good) expect(new Door().admit((door) => read(door, value))).toEqual(value);
    for (const value of bad) expect(refusals((door) => read(door, value)).length).toBeGreaterThan(0);
  });

  it("says how large a number may be only where that is the problem", () => {
    expect(refusals((door) => door.nonNegative("x", 1e16))[0]!.message).toContain("between 1e-15 and 1e+15");
    expect(refusals((door) => door.divisor("x", 1e-16))[0]!.message).toContain("between 1e-15 and 1e+15");
    expect(refusals((door) => door.nonNegative("x", Infinity))[0]!.message).toBe(
      "must be a number of at least 0, not Infinity",
    );
  });

  it("turns -0 into +0", () => {
    expect(
      Object.is(
        new Door().admit((door) => door.nonNegative("x", -0)),
        0,
      ),
    ).toBe(true);
    const record = new Door().admit((door) => door.record("x", { a: -0 }, (d, key, v) => d.nonNegative(key, v)));
    expect(Object.is(record.a, 0)).toBe(true);
  });

  it("copies records, whatever their keys", () => {
    const given = { constructor: 1, toString: 2, "": 3 };
    const read = (door: Door) => door.record("x", given, (d, key, v) => d.nonNegative(key, v));
    expect(refusals(read)).toEqual([{ pointer: "/x/", message: '"" is not allowed as a name' }]);
    const { "": _, ...named } = given;
    const copy = new Door().admit((door) => door.record("x", named, (d, key, v) => d.nonNegative(key, v)));
    expect(copy).toEqual(named);
    expect(copy).not.toBe(named);
  });

  it("refuses __proto__ as a key of records and objects", () => {
    const value = JSON.parse('{"__proto__": 1}');
    const inRecord = refusals((door) => door.record("x", value, (d, key, v) => d.nonNegative(key, v)));
    expect(inRecord).toEqual([{ pointer: "/x/__proto__", message: '"__proto__" is not allowed as a name' }]);
    const unknown = refusals((door) => door.refuseUnknownKey("__proto__", ["a"]));
    expect(unknown).toEqual([{ pointer: "/__proto__", message: '"__proto__" is not allowed as a name' }]);
  });

  it("takes plain objects of another realm", async () => {
    const { runInNewContext } = await import("node:vm");
    const foreign: unknown = runInNewContext("({ a: 1 })");
    expect(new Door().admit((door) => door.object(foreign))).toBe(foreign);
  });

  it("refuses what cannot be read, where it stood", () => {
    const trap = {
      get id() {
        throw new Error("boo");
      },
    };
    const error = caught((door) => {
      door.nonNegative("x", -1);
      door.enter("nodes");
      return trap.id;
    });
    expect(error.problems.map(({ pointer }) => pointer)).toEqual(["/x", "/nodes"]);
    expect(error.problems[1]!.message).toContain("cannot be read");
    expect(error.cause).toEqual(new Error("boo"));
  });

  it("lists a hundred problems, counts the others, and gives up at ten thousand", () => {
    const many = caught((door) => {
      for (let i = 0; i < 250; i++) door.refuse("no", i);
    });
    expect(many.problems.length).toBe(100);
    expect(many.found).toBe(250);
    expect(many.message).toMatch(/^250 problems in the input\n/);
    expect(many.message).toMatch(/\n {2}and 150 more$/);

    let asked = 0;
    const endless = caught((door) => {
      for (;;) {
        asked++;
        door.refuse("no");
      }
    });
    expect(endless.found).toBe(10_000);
    expect(asked).toBe(10_001);
  });

  it("stays short in the face of long names, and prints no control characters", () => {
    const name = "x".repeat(1e6);
    const error = caught((door) => door.refuseUnknownName("no task", `\u001b[2J${name}`, [name], name));
    expect(error.message.length).toBeLessThan(500);
    expect(error.message).toContain('no task "\\u001b[2Jxxx');
    expect(error.problems[0]!.pointer.length).toBe(1e6 + 1);
  });
});

describe("errors", () => {
  it("carry code and name, and are LehrErrors", () => {
    const error = new InvalidProblemError([{ pointer: "", message: "must be an object", line: 7 }]);
    expect(error).toBeInstanceOf(LehrError);
    expect(error).toMatchObject({ code: "invalid-problem", name: "InvalidProblemError" });
    expect(error.message).toBe("1 problem in the input\n  line 7, (the whole input): must be an object");
  });

  it("keep the cause of a failed kernel", () => {
    const cause = new RangeError("unreachable");
    const error = new KernelError("place", cause);
    expect(error).toMatchObject({ code: "kernel", operation: "place", cause });
    expect(error.message).toBe('the kernel failed in "place": unreachable');
  });
});

describe("suggestion", () => {
  const names = ["tokenize", "train", "evaluate", "gpu", "Deploy"];
  it.each([
    ["tokenise", "tokenize"],
    ["tokneize", "tokenize"],
    ["trian", "train"],
    ["evalute", "evaluate"],
    ["cpu", "gpu"],
    ["deploy", "Deploy"],
    ["GPU", "gpu"],
  ])("%s means %s", (name, nearest) => {
    expect(suggestion(name, names)).toBe(`; did you mean "${nearest}"?`);
  });

  it.each(["serve", "t", "", "tok", "xpx", "x".repeat(65)])("%s means none of them", (name) => {
    expect(suggestion(name, names)).toBe("");
  });

  it("prefers the nearest", () => {
    expect(suggestion("shard-11", ["shard-22", "shard-12", "shard-1"])).toBe('; did you mean "shard-12"?');
  });
});

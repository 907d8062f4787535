import { describe, expect, test } from "vitest";
import { InvalidOptionsError } from "../../bindings/errors.js";
import { allocationCsv } from "../../bindings/export/allocation-rows.js";
import { allocationSvg } from "../../bindings/export/allocation-svg.js";
import { allocationText } from "../../bindings/export/allocation-text.js";
import { displayWidth } from "../../bindings/export/text.js";
import type { Allocation, MemoryProblem } from "../../bindings/pack/memory/model.js";
import { hostileIds } from "./hostile.js";
import { elements, parseXml } from "./xml.js";

/** By hand: b lies on a, c on b although there is room below, and above the capacity. */
const problem: MemoryProblem = {
  capacity: 8,
  buffers: [
    { id: "first", size: 4, start: 10, end: 13 },
    { id: "b", size: 2, start: 12, end: 15 },
    { id: "third", size: 4, start: 14, end: 18, alignment: 3 },
  ],
};
const allocation: Allocation = {
  status: "partial",
  placed: [
    { buffer: "third", offset: 6 },
    { buffer: "first", offset: 0 },
    { buffer: "b", offset: 4 },
  ],
  height: 10,
  lowerBound: 6,
  run: { algorithm: "anneal", seed: 0, schedule: 1, iterations: 1 },
};
const fitting: MemoryProblem = { ...problem, capacity: 11 };

const hostileProblem: MemoryProblem = {
  capacity: 1000,
  buffers: hostileIds.map((id, i) => ({ id, size: 10, start: i, end: i + 9 })),
};
const hostileAllocation: Allocation = {
  ...allocation,
  status: "complete",
  placed: hostileIds.map((id, i) => ({ buffer: id, offset: 10 * i })),
  height: 10 * hostileIds.length,
};

describe("picture for a terminal", () => {
  test("time to the right, addresses upwards, a rule at the capacity", () => {
    expect(allocationText(problem, allocation, { width: 40, rows: 5 })).toBe(
      [
        "10   ╷10                   ╷15",
        " 8 │ ··················third▓▓▓▓▓▓▓▓▓▓▓▓",
        " 8 ┼ capacity ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        "   │ ··················▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓",
        "   │ ·········b████████████·············",
        "   │ first░░░░░░░░······················",
        " 0 │ ░░░░░░░░░░░░░······················",
        "",
      ].join("\n"),
    );
  });

  test("no rule where everything fits, and nothing of nothing", () => {
    expect(allocationText(fitting, allocation)).not.toContain("capacity");
    expect(allocationText({ ...problem, buffers: [] }, { ...allocation, placed: [], height: 0 })).toBe("");
  });

  test("every buffer shows, however small it is", () => {
    const buffers = [
      { id: "huge", size: 1e6, start: 0, end: 1e6 },
      { id: "tiny", size: 1, start: 5e5, end: 5e5 + 1 },
    ];
    const placed = [
      { buffer: "tiny", offset: 1e6 },
      { buffer: "huge", offset: 0 },
    ];
    const text = allocationText({ capacity: 2e6, buffers }, { ...allocation, placed, height: 1e6 + 1 });
    expect(text).toContain("█");
  });

  test("colours instead of shades", () => {
    const text = allocationText(problem, allocation, { colour: true });
    expect(new Set([...text.matchAll(/48;5;(\d+)m/g)].map(([, colour]) => colour))).toEqual(
      new Set(["74", "209", "79"]),
    );
  });

  test("options that are not allowed are refused", () => {
    expect(() => allocationText(problem, allocation, { rows: 1.5 })).toThrow(InvalidOptionsError);
    expect(() => allocationText(problem, allocation, { maxRows: 1 } as object)).toThrow("maxRows");
  });

  test.each([40, 61])("hostile ids do not drive the terminal, in %d columns", (width) => {
    const text = allocationText(hostileProblem, hostileAllocation, { width });
    expect(text).not.toMatch(/[^\n\P{Cc}]/u);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });
});

describe("SVG of an allocation", () => {
  const all = elements(parseXml(allocationSvg(problem, allocation)));
  const withClass = (name: string) => all.filter(({ attributes }) => attributes.class?.split(" ").includes(name));
  const box = (index: number) => {
    const { x, y, width, height } = withClass("block")[index]!.attributes;
    return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  };

  test("a box for each buffer, as wide as its life and as high as its size", () => {
    expect(withClass("block")).toHaveLength(3);
    const [first, b, third] = [box(0), box(1), box(2)];
    expect(first.height + 1).toBeCloseTo(2 * (b.height + 1), 1);
    expect(first.width + 1).toBeCloseTo(b.width + 1, 1);
    expect(b.y + b.height + 1).toBeCloseTo(first.y, 1);
    expect(third.y + third.height + 1).toBeCloseTo(b.y, 1);
    expect((third.x - first.x) / (b.x - first.x)).toBeCloseTo(2, 2);
  });

  test("what is too high has an outline, and the capacity a line", () => {
    expect(withClass("high").map(({ attributes }) => attributes.class)).toEqual(["block hue-2 high"]);
    expect(withClass("capacity")).toHaveLength(1);
    expect(withClass("limit")[0]!.text).toBe("capacity 8");
    const complete = { ...allocation, status: "complete" } as const;
    expect(allocationSvg(fitting, complete)).toContain('class="capacity"');
    expect(allocationSvg(fitting, complete)).not.toContain(" high");
    expect(allocationSvg({ ...problem, capacity: 13 }, complete)).not.toContain('class="capacity"');
  });

  test("tooltips tell where and when, and the description sums up", () => {
    const titles = all.filter(({ name }) => name === "title").map(({ text }) => text);
    expect(titles).toContain("third\n4 at 6, up to 10\nalive from 14 until 18");
    expect(all.find(({ name }) => name === "desc")!.text).toBe(
      "Where each buffer lies, and when. 3 buffers in 10 of 8 · at most 66.7% above the lowest · 25.0% above the capacity.",
    );
  });

  test("nothing to allocate is a picture too", () => {
    const nothing: Allocation = { ...allocation, status: "complete", placed: [], height: 0, lowerBound: 0 };
    expect(allocationSvg({ ...problem, buffers: [] }, nothing)).not.toMatch(/NaN|Infinity/);
  });

  test("hostile ids stay texts", () => {
    const names = new Set(elements(parseXml(allocationSvg(hostileProblem, hostileAllocation))).map(({ name }) => name));
    expect(names).toEqual(new Set(["svg", "title", "desc", "style", "rect", "text", "g", "path"]));
  });
});

describe("CSV of an allocation", () => {
  test("the columns of MiniMalloc, in the order of the problem", () => {
    expect(allocationCsv(problem, allocation).split("\r\n")).toEqual([
      "id,lower,upper,size,alignment,offset",
      "first,10,13,4,,0",
      "b,12,15,2,,4",
      "third,14,18,4,3,6",
      "",
    ]);
    const plain = { ...problem, buffers: problem.buffers.slice(0, 1) };
    expect(allocationCsv(plain, allocation)).toBe("id,lower,upper,size,offset\r\nfirst,10,13,4,0\r\n");
  });

  test("no text runs as a formula", () => {
    expect(allocationCsv(hostileProblem, hostileAllocation)).toContain('"\'=HYPERLINK(""http://example.org"",""x"")"');
  });
});

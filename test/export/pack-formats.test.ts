import { describe, expect, test } from "vitest";
import { InvalidOptionsError } from "../../bindings/errors.js";
import { packCsv } from "../../bindings/export/pack-rows.js";
import { packSvg } from "../../bindings/export/pack-svg.js";
import { packText } from "../../bindings/export/pack-text.js";
import { displayWidth } from "../../bindings/export/text.js";
import type { Packing, PackProblem } from "../../bindings/pack/model.js";
import { hostileIds } from "./hostile.js";
import { elements, parseXml } from "./xml.js";

/** By hand: a whole GPU, two shares of one, a pair on the second copy, and one that fits nowhere. */
const problem: PackProblem = {
  items: [
    { id: "whole", needs: { cpu: 4 }, gpus: { count: 1 }, value: 2 },
    { id: "half", needs: { cpu: 1 }, gpus: { share: 0.5 }, separate: "s" },
    { id: "third", gpus: { share: 0.3 } },
    { id: "pair", needs: { cpu: 12 }, gpus: { count: 2 }, group: "g" },
    { id: "plain", needs: { cpu: 0.01 } },
    { id: "huge", needs: { cpu: 99 } },
  ],
  bins: [
    {
      id: "node",
      count: 3,
      capacity: { cpu: 16, gpu: 4 },
      gpus: { model: "A100", count: 4 },
      load: { needs: { cpu: 4 }, gpus: [{ index: 3, share: 1 }] },
    },
    { id: "small", capacity: { cpu: 1, disk: 0 } },
    { id: "idle", capacity: { cpu: 1 } },
  ],
};
const whole = (...indices: number[]) => indices.map((index) => ({ index, share: 1 }));
const packing: Packing = {
  status: "partial",
  placed: [
    { item: "whole", bin: "node", copy: 2, gpus: whole(0) },
    { item: "half", bin: "node", copy: 2, gpus: [{ index: 1, share: 0.5 }] },
    { item: "third", bin: "node", copy: 2, gpus: [{ index: 1, share: 0.3 }] },
    { item: "pair", bin: "node", copy: 0, gpus: whole(0, 2) },
    { item: "plain", bin: "small", copy: 0, gpus: [] },
  ],
  unplaced: [{ item: "huge", reason: "needs 99 cpu; the largest bin has 16", proven: true }],
  binsUsed: 3,
  cost: 2.5,
  lowerBound: 2,
  run: { algorithm: "first-fit" },
};

/** Every hostile id as an item, a resource and a model of a bin of the same id. */
const hostileProblem: PackProblem = {
  items: hostileIds.map((id) => ({ id, needs: { [id]: 1 }, gpus: { share: 0.5 } })),
  bins: hostileIds.map((id) => ({ id, count: 2, capacity: { [id]: 2 }, gpus: { model: id, count: 9 } })),
};
const hostilePacking: Packing = {
  ...packing,
  status: "complete",
  placed: hostileIds.map((id) => ({ item: id, bin: id, copy: 1, gpus: [{ index: 8, share: 0.5 }] })),
  unplaced: [],
};

describe("picture for a terminal", () => {
  test("bars of resources and GPUs one by one: whole, shared, free, held before; in the order of the problem", () => {
    expect(packText(problem, packing)).toBe(
      [
        "node #0 │ cpu ▆▆▆░░░░░░░ 100%",
        "        │ A100   0 ░░░░░░   1 ······   2 ░░░░░░   3 ▆▆▆▆▆▆",
        "node #2 │ cpu ▆▆▆░░█···· 56%",
        "        │ A100   0 ░░░░░░   1 ███▓▓· 50+30%   2 ······   3 ▆▆▆▆▆▆",
        "small   │ cpu ░········· 1%",
        "unused  │ node, idle",
        "          ▆▆ already there",
        "",
      ].join("\n"),
    );
  });

  test("an item has the same colour in all bars of its row", () => {
    const [, , cpu, gpus] = packText(problem, packing, { colour: true }).split("\n");
    const colours = (line: string) => [...line.matchAll(/48;5;(\d+)m/g)].map(([, colour]) => colour);
    const [load, first, second, third] = ["249", "74", "209", "79"];
    expect(colours(cpu!)).toEqual([load, first, second]);
    expect(colours(gpus!)).toEqual([first, second, third, load]);
  });

  test("what is held shows and what is free shows, however little it is", () => {
    const one = (share: number) => {
      const gpus = [{ index: 0, share }];
      return packText(
        { items: [{ id: "i", gpus: { share } }], bins: [{ id: "b", gpus: { model: "m", count: 1 } }] },
        { ...packing, placed: [{ item: "i", bin: "b", copy: 0, gpus }] },
      );
    };
    expect(one(0.001)).toBe("b      │ m   0 ░····· 0%\n");
    expect(one(0.999)).toBe("b      │ m   0 ░░░░░· 100%\n");
    expect(one(1)).toBe("b      │ m   0 ░░░░░░\n");
  });

  test("copies that are left out are counted", () => {
    expect(packText(problem, packing, { maxRows: 1 })).toContain("\n… and 2 more used bins\n");
  });

  test("options that are not allowed are refused", () => {
    expect(() => packText(problem, packing, { width: 0 })).toThrow(InvalidOptionsError);
    expect(() => packText(problem, packing, { maxLanes: 1 } as object)).toThrow("maxLanes");
  });

  test.each([40, 61, 100])("hostile ids do not drive the terminal, in %d columns", (width) => {
    const text = packText(hostileProblem, hostilePacking, { width });
    expect(text).not.toMatch(/[^\n\P{Cc}]/u);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });
});

describe("SVG of a packing", () => {
  const all = elements(parseXml(packSvg(problem, packing)));
  const withClass = (name: string) => all.filter(({ attributes }) => attributes.class?.split(" ").includes(name));

  test("a bar for each share, as long as the share, side by side", () => {
    expect(
      withClass("part")
        .map(({ attributes }) => attributes.class!.slice(-1))
        .join(""),
    ).toBe("5000550101250");
    const gpu = withClass("free")[7]!.attributes;
    const [half, third] = withClass("part").slice(9, 11);
    expect(Number(half!.attributes.x)).toBe(Number(gpu.x));
    expect(Number(half!.attributes.width)).toBeCloseTo(0.5 * Number(gpu.width) - 1, 1);
    expect(Number(third!.attributes.x)).toBeCloseTo(Number(gpu.x) + 0.5 * Number(gpu.width), 1);
  });

  test("tooltips tell who holds how much, and the description sums up", () => {
    const titles = all.filter(({ name }) => name === "title").map(({ text }) => text);
    for (const title of ["half\n50% of GPU 1", "whole\n4 of 16 cpu", "already there\n100% of GPU 3", "node #2\nA100"]) {
      expect(titles).toContain(title);
    }
    expect(all.find(({ name }) => name === "desc")!.text).toBe(
      "What each used bin holds. 5 items in 3 bins · cost $2.50 · 1 not placed.",
    );
  });

  test("of a packing of everything, the description says how far the fewest bins are at most", () => {
    const summary = (binsUsed: number) => packSvg(problem, { ...packing, status: "complete", unplaced: [], binsUsed });
    expect(summary(2)).toContain("5 items in 2 bins · optimal · cost $2.50.");
    expect(summary(3)).toContain("5 items in 3 bins · at most 1 above the fewest · cost $2.50.");
  });

  test("nothing to place is a picture too", () => {
    const nothing = { ...packing, placed: [], unplaced: [], binsUsed: 0, cost: 0 };
    expect(packSvg({ ...problem, items: [] }, nothing)).not.toMatch(/NaN|Infinity/);
    expect(packText({ ...problem, items: [] }, nothing)).toBe("unused │ node ×3, small, idle\n");
  });

  test("hostile ids stay texts", () => {
    const svg = packSvg(hostileProblem, hostilePacking);
    const names = new Set(elements(parseXml(svg)).map(({ name }) => name));
    expect(names).toEqual(new Set(["svg", "title", "desc", "style", "rect", "text", "g", "path"]));
  });
});

describe("CSV of a packing", () => {
  test("a line for each item, shares behind a colon, then what was not placed and why", () => {
    expect(packCsv(problem, packing).split("\r\n")).toEqual([
      "item,bin,copy,gpus,group,separate,value,unplaced,proven",
      "whole,node,2,0,,,2,,",
      "half,node,2,1:0.5,,s,,,",
      "third,node,2,1:0.3,,,,,",
      "pair,node,0,0 2,g,,,,",
      "plain,small,0,,,,,,",
      "huge,,,,,,,needs 99 cpu; the largest bin has 16,true",
      "",
    ]);
  });

  test("no text runs as a formula", () => {
    expect(packCsv(hostileProblem, hostilePacking)).toContain('"\'=HYPERLINK(""http://example.org"",""x"")"');
  });
});

import { describe, expect, test } from "vitest";
import { svgGantt } from "../../bindings/export/svg-gantt.js";
import { placement, problem } from "../place/example.js";
import { hostileIds, hostilePlacement, hostileProblem } from "./hostile.js";
import { elements, parseXml, type XmlElement } from "./xml.js";

describe("SVG", () => {
  const root = parseXml(svgGantt(problem, placement, { title: "Tasks & nodes" }));
  const all = elements(root);
  const withClass = (name: string) => all.filter(({ attributes }) => attributes.class?.split(" ").includes(name));

  test("it is accessible: an image with title and description", () => {
    const [title, desc] = root.children;
    expect(root.attributes).toMatchObject({ role: "img", "aria-labelledby": "title desc" });
    expect(title).toMatchObject({ name: "title", text: "Tasks & nodes", attributes: { id: "title" } });
    expect(desc).toMatchObject({ name: "desc", attributes: { id: "desc" } });
    expect(desc!.text).toContain("makespan 32s");
  });

  test("it stands alone", () => {
    expect(all.filter(({ name }) => ["script", "image", "use", "a", "foreignObject"].includes(name))).toEqual([]);
    expect(all.flatMap(({ attributes }) => Object.keys(attributes)).filter((key) => /href|^on/.test(key))).toEqual([]);
    expect(all.find(({ name }) => name === "style")!.text).toContain("prefers-color-scheme:dark");
  });

  test("bars lie where the times are", () => {
    const bars = withClass("bar");
    expect(bars).toHaveLength(placement.tasks.length);
    const train = barOf("train");
    const evaluate = barOf("evaluate");
    // train runs from 6.5 to 16.5, evaluate from 20 on; the scale follows from two known lengths.
    const times = (task: string) => placement.tasks.find((placed) => placed.task === task)!;
    const scale = train.width / (times("train").end - times("train").start);
    expect(evaluate.x - train.x).toBeCloseTo(scale * (times("evaluate").start - times("train").start), 1);
    expect(evaluate.width).toBeCloseTo(scale * (times("evaluate").end - times("evaluate").start), 1);
  });

  test("bars on one node at one time lie in different lanes", () => {
    const [train, tune] = [barOf("train"), barOf("tune")];
    expect(Math.abs(train.y - tune.y)).toBeGreaterThanOrEqual(train.height);
  });

  test("late tasks stand out, transfers are arrows, deadlines are ticks", () => {
    const late = placement.tasks.filter(({ met }) => met === false);
    expect(withClass("bar").filter(({ attributes }) => attributes.class!.endsWith(" late"))).toHaveLength(late.length);
    expect(withClass("arrow")).toHaveLength(
      placement.transfers.filter(({ source, target }) => source !== target).length,
    );
    expect(withClass("deadline")).toHaveLength(placement.tasks.filter(({ met }) => met !== undefined).length);
  });

  test("hostile ids are text and nothing else", () => {
    const hostile = parseXml(svgGantt(hostileProblem, hostilePlacement, { title: hostileIds[0] }));
    const names = new Set(elements(hostile).map(({ name }) => name));
    expect([...names].sort()).toEqual(["defs", "desc", "g", "marker", "path", "rect", "style", "svg", "text", "title"]);
    const titles = elements(hostile).filter(({ name }) => name === "title");
    for (const id of hostileIds.slice(0, 7)) expect(titles.some(({ text }) => text.startsWith(id))).toBe(true);
  });

  test("an empty plan is a chart too", () => {
    const empty = { ...placement, tasks: [], transfers: [], makespan: 0 };
    expect(() => parseXml(svgGantt({ cluster: { nodes: [] }, workflow: { tasks: [] } }, empty))).not.toThrow();
    expect(svgGantt(problem, empty)).not.toMatch(/NaN|Infinity/);
  });

  function barOf(task: string) {
    const group = all.find(({ name, children }) => name === "g" && children[0]?.text.startsWith(`${task}\n`))!;
    return box(group.children.find(({ attributes }) => attributes.class?.startsWith("bar"))!);
  }
});

function box({ attributes }: XmlElement) {
  const number = (key: string) => Number(attributes[key]);
  return { x: number("x"), y: number("y"), width: number("width"), height: number("height") };
}

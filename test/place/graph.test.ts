import { describe, expect, it } from "vitest";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import { refusals, task, withTasks } from "./refusals.js";

describe("the graph of a workflow", () => {
  it("is ordered first in, first out, and keeps the order of `after`", () => {
    const { graph } = parsePlaceProblem(
      withTasks(task("e", "c", "d"), task("d", { task: "b", data: 3 }), task("b"), task("c", "a", "b"), task("a")),
    );
    // Sources b and a; b releases d, a releases c.
    expect([...graph.order]).toEqual([2, 4, 1, 3, 0]);
    expect([...graph.firstPredecessor]).toEqual([0, 2, 3, 3, 5, 5]);
    expect([...graph.predecessor]).toEqual([3, 1, 2, 4, 2]);
    expect([...graph.data]).toEqual([0, 0, 3, 0, 0]);
  });

  it("releases successors by their position, not by that in `after`", () => {
    const { graph } = parsePlaceProblem(withTasks(task("z", "s"), task("s"), task("y", "s"), task("x", "s")));
    expect([...graph.order]).toEqual([1, 0, 2, 3]);
  });

  it("names every cycle task by task", () => {
    const value = withTasks(
      task("out", "c"),
      task("b", "a", "in"),
      task("c", "b"),
      task("in"),
      task("a", "c"),
      task("x", "y"),
      task("y", "x", "out"),
    );
    expect(refusals(value)).toEqual([
      '/workflow/tasks/1/after/0: closes a cycle: "b" → "c" → "a" → "b"; take one of these dependencies out',
      '/workflow/tasks/5/after/0: closes a cycle: "x" → "y" → "x"; take one of these dependencies out',
    ]);
  });

  it("shortens long cycles, and names a cycle once for all that wait for it", () => {
    const ring = Array.from({ length: 1000 }, (_, i) => task(`t${i}`, `t${(i + 999) % 1000}`));
    const waiting = Array.from({ length: 50 }, (_, i) => task(`w${i}`, `t${i}`));
    const problems = refusals(withTasks(...waiting, ...ring));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^\/workflow\/tasks\/50\/after\/0: closes a cycle: "t0" → "t1" → /);
    expect(problems[0]).toMatch(/"t11" → … 988 more … → "t0"; take one/);
  });

  it("orders a chain of a hundred thousand tasks", () => {
    const tasks = Array.from({ length: 100_000 }, (_, i) => (i === 0 ? task("0") : task(`${i}`, `${i - 1}`)));
    const { graph } = parsePlaceProblem({ cluster: { nodes: [{ id: "a" }] }, workflow: { tasks: tasks.reverse() } });
    expect(graph.order[0]).toBe(99_999);
    expect(graph.order[99_999]).toBe(0);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { encodePlaceProblem } from "../../bindings/place/encode.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import { cluster, refusals, refused, task, withTasks } from "./refusals.js";

describe("hostile input", () => {
  it("is refused where a getter or a proxy throws", () => {
    const throwing = {
      id: "t",
      get work() {
        throw new Error("boo");
      },
    };
    expect(refusals(withTasks(task("s", "x"), throwing))).toEqual([
      "/workflow/tasks/1: cannot be read; give plain data, without getters or proxies that throw",
    ]);
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    expect(refusals({ cluster, workflow: { tasks: proxy } })[0]).toMatch(/^\/workflow\/tasks: cannot be read/);
    const strange = new Proxy({}, { ownKeys: () => 7 as never });
    expect(refusals(withTasks(strange))[0]).toMatch(/^\/workflow\/tasks\/0: /);
    const throwsNothing = {
      get cluster() {
        throw undefined;
      },
    };
    expect(refusals(throwsNothing)[0]).toMatch(/^: cannot be read/);
  });

  it("is kept as it was when it was checked", () => {
    let reads = 0;
    const shifty = {
      id: "t",
      get work() {
        return reads++ === 0 ? 1 : NaN;
      },
      needs: new Proxy({ cpu: 1 }, { get: () => (reads++ === 1 ? 1 : -1) }),
    };
    const [copy] = parsePlaceProblem(withTasks(shifty)).problem.workflow.tasks;
    expect(copy).toMatchObject({ work: 1, needs: { cpu: 1 } });
  });

  it("may refer to itself", () => {
    const circle: Record<string, unknown> = { id: "t", work: 1 };
    circle.needs = circle;
    circle.after = [circle];
    expect(refusals(withTasks(circle))).toContain('/workflow/tasks/0/needs/id: must be a number above 0, not "t"');
  });

  it("costs no more time the more is wrong", () => {
    const tasks = new Array(1_000_000);
    const error = refused({ cluster, workflow: { tasks } });
    expect(error.problems).toHaveLength(100);
    expect(error.found).toBe(10_000);
    const many = Array.from({ length: 20_000 }, (_, i) => `unknown-${i}`);
    const shared = refused(withTasks(...Array.from({ length: 3 }, (_, i) => task(`t${i}`, ...many))));
    expect(shared.found).toBe(10_000);
  });

  it("never makes anything but InvalidProblemError", () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true });
    fc.assert(
      fc.property(anything, (value) => {
        expect(() => parsePlaceProblem(value)).toThrow(InvalidProblemError);
      }),
      { numRuns: 500 },
    );
  });

  const names = ["id", "work", "kind", "task", "data", "from", "to", "bandwidth", "a", "constructor", "__proto__"];
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>("a", "b", "", 0, 1, -1, 2.5, 1e300, null, true),
      fc.array(tie("json"), { maxLength: 3 }),
      fc.array(fc.tuple(fc.constantFrom(...names), tie("json")), { maxLength: 4 }).map((entries) => {
        const members = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
        return JSON.parse(`{${members.join()}}`) as unknown;
      }),
    ),
  }));
  /** Mostly what is valid, now and then anything. */
  const mostly = (valid: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 40, arbitrary: valid }, { weight: 1, arbitrary: json });
  const ids = fc.constantFrom("a", "b", "c");
  const amounts = fc.dictionary(fc.constantFrom("cpu", "gpu", "constructor"), mostly(fc.constantFrom(1, 1 / 3, 0.1)));
  const link = fc.record({ bandwidth: mostly(fc.constantFrom(1, 3)), latency: mostly(fc.constant(0.5)) });
  const node = fc.record(
    {
      id: mostly(ids),
      speed: mostly(fc.constantFrom<unknown>(1, 2, { cpu: 3 })),
      capacity: mostly(amounts),
      gpus: mostly(fc.constant({ model: "H100", count: 2 })),
      location: mostly(fc.constant({ rack: "r" })),
    },
    { requiredKeys: ["id"] },
  );
  const network = fc.record(
    {
      rack: mostly(link),
      world: mostly(link),
      links: mostly(fc.array(fc.record({ from: ids, to: ids, bandwidth: fc.constant(1) }), { maxLength: 2 })),
    },
    { requiredKeys: [] },
  );
  const someTask = fc.record(
    {
      id: mostly(ids),
      work: mostly(fc.constantFrom(0, 1)),
      kind: mostly(fc.constant("cpu")),
      needs: mostly(amounts),
      after: mostly(fc.array(fc.oneof(ids, fc.record({ task: ids, data: fc.constant(2) })), { maxLength: 2 })),
    },
    { requiredKeys: ["id", "work", "kind"] },
  );
  const distinct = { maxLength: 3, selector: (entry: unknown) => (entry as { id?: unknown } | null)?.id };
  const near = fc.record({
    cluster: mostly(
      fc.record(
        { nodes: mostly(fc.uniqueArray(mostly(node), { ...distinct, minLength: 1 })), network: mostly(network) },
        { requiredKeys: ["nodes"] },
      ),
    ),
    workflow: mostly(fc.record({ tasks: mostly(fc.uniqueArray(mostly(someTask), distinct)) })),
  });

  it("near a problem is refused as such, or is one that stays the same", () => {
    let accepted = 0;
    fc.assert(
      fc.property(near, (value) => {
        let parsed: ReturnType<typeof parsePlaceProblem>;
        try {
          parsed = parsePlaceProblem(value);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidProblemError);
          return;
        }
        accepted++;
        expect(parsePlaceProblem(parsed.problem).problem).toEqual(parsed.problem);
        encodePlaceProblem(parsed);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeVerb } from "../../bindings/place/index.js";
import type { Placement } from "../../bindings/place/model.js";
import { placeReference } from "../../bindings/place/reference.js";
import { busySeconds, capacityExcesses, type Occupant } from "../../bindings/place/verify/occupancy.js";
import { verifyPlacement } from "../../bindings/place/verify.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { pathsIn, replaced, valueAt } from "../json-paths.js";
import { placement, problem } from "./example.js";
import { settings as anySettings } from "./instances.js";

describe("foreign values", () => {
  test("any JSON but a placement is malformed", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const codes = verifyPlacement(problem, value).map(({ code }) => code);
        expect(new Set(codes)).toEqual(new Set(["malformed"]));
      }),
    );
  });

  test("a placement with any JSON in any place is looked through without an error", () => {
    const places = pathsIn(placement as unknown as fc.JsonValue);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        expect(verifyPlacement(problem, replaced(placement, path, value))).toBeInstanceOf(Array);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("corruptions of any placement are found", () => {
  /** Placements of any problem by any rules, and a source of choices. */
  const corruption = (corrupt: (placement: Placement, draw: fc.GeneratorValue) => Placement | undefined) =>
    fc.assert(
      fc.property(placeProblems(), anySettings(), fc.gen(), (problem, { combination, ...options }, draw) => {
        const { place } = placeVerb(placeReference);
        const corrupted = corrupt(place(problem, { algorithm: combination, ...options }), draw);
        fc.pre(corrupted !== undefined);
        expect(verifyPlacement(problem, corrupted)).not.toEqual([]);
      }),
      { numRuns: 300 },
    );

  test("another number, time or name", () => {
    corruption((placement, draw) => {
      const { run, ...claims } = placement;
      const leaves = pathsIn(claims as unknown as fc.JsonValue).filter((path) => {
        // Reasons are free, and whether `met` and `proven` are wrong depends on the problem.
        return typeof valueAt(placement, path) !== "object" && !["reason", "met", "proven"].includes(`${path.at(-1)}`);
      });
      const path = draw(() => fc.constantFrom(...leaves));
      const value = valueAt(placement, path);
      if (typeof value === "number") {
        const scale = Math.max(1, placement.makespan, Math.abs(value));
        const change = draw(() => fc.constantFrom(-1, -0.001, 0.001, 1, 1000));
        return replaced(placement, path, value + scale * change);
      }
      if (path.at(-1) === "status") return replaced(placement, path, value === "complete" ? "partial" : "complete");
      const name = draw(() => fc.constantFrom("", "nobody", `${value} `, "__proto__"));
      return replaced(placement, path, name);
    });
  });

  test("a task that starts before a predecessor has ended", () => {
    corruption((placement, draw) => {
      const edges = placement.transfers.filter(({ start }) => start > 0);
      if (edges.length === 0) return undefined;
      const { from, to } = draw(() => fc.constantFrom(...edges));
      const end = placement.tasks.find(({ task }) => task === from)!.end;
      return moved(placement, to, end - 0.01 * placement.makespan);
    });
  });

  test("an entry dropped or given twice", () => {
    corruption((placement, draw) => {
      const { tasks, transfers, unplaced } = structuredClone(placement);
      const list = draw(() => fc.constantFrom<unknown[]>(tasks, transfers, unplaced));
      if (list.length === 0) return undefined;
      const index = draw(() => fc.nat(list.length - 1));
      if (draw(() => fc.boolean())) list.splice(index, 1);
      else list.push(list[index]);
      return { ...placement, tasks, transfers, unplaced };
    });
  });
});

describe("room on a node", () => {
  const node = { id: "node", capacity: { cpu: 4, memory: 8 } };
  const span = fc.record({ start: fc.nat(20), length: fc.nat(6) });
  const occupants = fc
    .array(fc.record({ span, cpu: fc.nat(3), memory: fc.nat(5), whole: fc.boolean() }), { maxLength: 12 })
    .map((drafts) =>
      drafts.map(({ span: { start, length }, cpu, memory, whole }, index): Occupant => {
        const needs = whole ? undefined : { cpu, memory };
        return { task: { id: `${index}`, work: length, needs }, start, end: start + length };
      }),
    );

  const running = (all: Occupant[], at: number) => all.filter(({ start, end }) => start <= at && at < end);
  const held = (all: Occupant[], resource: "cpu" | "memory") =>
    all.reduce((sum, { task }) => sum + (task.needs ?? node.capacity)[resource]!, 0);

  test("is exceeded exactly where adding up what runs at an instant says so", () => {
    fc.assert(
      fc.property(occupants, (all) => {
        const exceeded = Array.from({ length: 30 }, (_, at) => running(all, at)).some(
          (now) => held(now, "cpu") > 4 || held(now, "memory") > 8,
        );
        expect(capacityExcesses(node, all, 1e-9).length > 0).toBe(exceeded);
      }),
    );
  });

  test("is one task at a time without capacity", () => {
    fc.assert(
      fc.property(occupants, (all) => {
        const exceeded = Array.from({ length: 30 }, (_, at) => running(all, at)).some((now) => now.length > 1);
        expect(capacityExcesses({ id: "node" }, all, 1e-9).length > 0).toBe(exceeded);
      }),
    );
  });

  test("busy time counts every instant once", () => {
    fc.assert(
      fc.property(occupants, (all) => {
        const busy = Array.from({ length: 30 }, (_, at) => running(all, at)).filter((now) => now.length > 0);
        expect(busySeconds(all)).toBe(busy.length);
      }),
    );
  });
});

/** A copy in which a task starts at another time and lasts as long. */
function moved(placement: Placement, id: string, start: number): Placement {
  const tasks = placement.tasks.map((task) =>
    task.task === id ? { ...task, start, end: start + (task.end - task.start) } : task,
  );
  return { ...placement, tasks };
}

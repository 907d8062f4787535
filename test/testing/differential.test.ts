import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Lehr } from "../../bindings/lehr.js";
import { type Call, type Case, callsOfVerb } from "../../bindings/testing/case.js";
import { cases } from "../../bindings/testing/cases.js";
import { type Finding, findingIn } from "../../bindings/testing/differential.js";
import { backends } from "../backends.js";

const lehrs = backends.map(({ lehr }) => lehr);
const [reference] = lehrs as [Lehr];
const calls: Call[] = Object.values(callsOfVerb).flat();

describe.each(calls)("%s", (call) => {
  test("holds on all backends, for a few cases", () => {
    fc.assert(
      fc.property(cases(call), (subject) => {
        expect(findingIn(subject, lehrs)).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });

  test("cases are plain JSON", () => {
    fc.assert(
      fc.property(cases(call), (subject) => {
        expect(JSON.parse(JSON.stringify(subject))).toStrictEqual(subject);
      }),
      { numRuns: 10 },
    );
  });
});

describe("finds", () => {
  /** The first finding among the cases of a call, on a library with a fault. */
  function firstFinding(call: Call, fault: Partial<Lehr>, on: "all" | "one"): { subject: Case; finding: Finding } {
    const faulty: Lehr = { ...reference, backend: "faulty", ...fault };
    const subjects = fc.sample(cases(call), { numRuns: 200, seed: 1 });
    for (const subject of subjects) {
      const finding = findingIn(subject, on === "all" ? [faulty] : [reference, faulty]);
      if (finding) return { subject, finding };
    }
    throw new Error("nothing was found");
  }

  test("answers that differ, and where", () => {
    const place: Lehr["place"] = (problem, options) => {
      const placement = reference.place(problem, options);
      return { ...placement, tasks: placement.tasks.map((task) => ({ ...task, end: task.end + 1 })) };
    };
    expect(firstFinding("place", { place }, "one").finding).toMatchObject({
      property: "agreement",
      message: expect.stringMatching(/^faulty is not as reference at \/tasks\/0\/end: /),
    });
  });

  test("what no verification accepts, though all agree", () => {
    const allocate: Lehr["allocate"] = (problem, options) => {
      const allocation = reference.allocate(problem, options);
      return { ...allocation, placed: allocation.placed.map((place) => ({ ...place, offset: 0 })) };
    };
    expect(firstFinding("allocate", { allocate }, "all").finding.property).toBe("verification");
  });

  test("errors that are not of the library", () => {
    const pack = () => {
      throw new RangeError("out of bounds");
    };
    expect(firstFinding("pack", { pack }, "all").finding).toMatchObject({
      property: "failure",
      message: expect.stringContaining("faulty: RangeError: out of bounds"),
    });
  });

  test("answers that do not repeat", () => {
    let calls = 0;
    const place: Lehr["place"] = (problem, options) => {
      const placement = reference.place(problem, options);
      return { ...placement, cost: placement.cost + calls++ };
    };
    expect(firstFinding("place", { place }, "all").finding.property).toBe("repetition");
  });

  test("services that forget", () => {
    const sequencer: Lehr["sequencer"] = (options, snapshot) => {
      return reference.sequencer(options, snapshot && { ...snapshot, waiting: [] });
    };
    expect(firstFinding("sequencer", { sequencer }, "all").finding.property).toBe("restoration");
    const packer: Lehr["packer"] = (cluster, options, snapshot) => {
      return reference.packer(cluster, options, snapshot && { ...snapshot, placed: [] });
    };
    expect(firstFinding("packer", { packer }, "all").finding.property).toBe("restoration");
  });

  test("searches that make it worse", () => {
    const allocate: Lehr["allocate"] = (problem, options) => {
      const algorithm = { order: "start", choice: "skyline" } as const;
      if (options?.algorithm !== "anneal") return reference.allocate(problem, options);
      return { ...reference.allocate(problem, { algorithm }), run: options as { algorithm: "anneal" } & never };
    };
    expect(firstFinding("allocate", { allocate }, "all").finding.property).toBe("improvement");
  });
});

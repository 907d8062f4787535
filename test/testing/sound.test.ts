import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLehrSync, type Packing } from "../../bindings/index.js";
import {
  expectSchedulerSound,
  type Problems,
  type RelationName,
  type Scheduler,
  type SoundnessOptions,
  UnsoundSchedulerError,
  type Verb,
} from "../../bindings/testing/index.js";
import { lehr as command, root } from "../cli/run.js";

const lehr = createLehrSync();
const seed = 1;

/** The example's scheduler, which forgets that links have latencies. */
const example = new URL("../../examples/fuzz-your-scheduler/scheduler.mjs", import.meta.url).href;
const { schedule } = (await import(example)) as { schedule: Scheduler<"place"> };
const exampleOptions = { verb: "place", knobs: { basic: true, heterogeneity: "related" } } as const;
let found: UnsoundSchedulerError<Problems["place"]>;
beforeAll(async () => {
  found = await unsound(schedule, exampleOptions);
});

describe("what is sound passes", () => {
  const relations: RelationName[] = ["deterministic", "nameBlind", "scaleInvariant", "uselessBlind"];
  const promises = { seed, relations, runs: 20, complete: true };

  test("place, with what it promises", async () => {
    await expectSchedulerSound((problem) => lehr.place(problem), { verb: "place", ...promises });
  });

  test("sequence, with what it promises", async () => {
    const scheduler: Scheduler<"sequence"> = (problem) => lehr.sequence(problem, { algorithm: "edf" });
    await expectSchedulerSound(scheduler, { verb: "sequence", ...promises });
  });

  test("pack, with what it promises", async () => {
    await expectSchedulerSound((problem) => lehr.pack(problem), { verb: "pack", ...promises });
  });

  test("optimal answers, whatever the order, and better with more servers", async () => {
    await expectSchedulerSound(
      (problem) => lehr.sequence(problem, { algorithm: "exhaustive", objective: "mean-latency" }),
      {
        verb: "sequence",
        seed,
        runs: 60,
        knobs: { maxRequests: 3, maxServers: 2, basic: true, numbers: "integers" },
        relations: ["orderBlind", "monotone"],
      },
    );
  });

  test("a promise of an answer", async () => {
    await expectSchedulerSound(async (problem) => lehr.place(problem), { verb: "place", seed, runs: 20 });
  });
});

describe("what is not is found, and its counterexample is small", () => {
  test("transfers without latency", () => {
    expect(codes(found)).toEqual(["late-data", "wrong-transfer"]);
    const { cluster, workflow } = found.counterexample.problem;
    expect([cluster.nodes.length, workflow.tasks.length]).toEqual([2, 2]);
  });

  test("GPUs counted in quarters, rounded down", async () => {
    const quartered: Scheduler<"pack"> = (problem) => {
      const items = problem.items.map((item) => {
        if (!item.gpus || !("share" in item.gpus)) return item;
        return { ...item, gpus: { share: Math.max(1, Math.floor(item.gpus.share * 4)) / 4 } };
      });
      const packing = lehr.pack({ ...problem, items });
      const shareOf = (id: string) => problem.items.find((item) => item.id === id)?.gpus;
      const placed = packing.placed.map((entry) => {
        const gpus = shareOf(entry.item);
        return gpus && "share" in gpus ? { ...entry, gpus: entry.gpus.map((held) => ({ ...held, ...gpus })) } : entry;
      });
      return { ...packing, placed };
    };
    const error = await unsound(quartered, {
      verb: "pack",
      knobs: { numbers: "tenths", basic: true, maxBins: 1 },
      runs: 1000,
    });
    expect(codes(error)).toContain("over-device");
    expect(error.counterexample.problem.items.length).toBeLessThanOrEqual(3);
  });

  test("a request that is forgotten when three wait", async () => {
    const forgetful: Scheduler<"sequence"> = (problem) => {
      const { requests, ...rest } = problem;
      return lehr.sequence({ requests: requests.slice(0, 2), ...rest }, { algorithm: "fcfs" });
    };
    const error = await unsound(forgetful, { verb: "sequence" });
    expect(codes(error)).toEqual(["missing-request"]);
    expect(error.counterexample.problem.requests).toHaveLength(3);
  });

  test("an exception, a changed problem, an answer of another form", async () => {
    const throwing = await unsound(
      ({ cluster, workflow }) => {
        if (workflow.tasks.length > 2) throw new RangeError("too many");
        return lehr.place({ cluster, workflow });
      },
      { verb: "place" },
    );
    expect(codes(throwing)).toEqual(["throws"]);
    expect(throwing.counterexample.problem.workflow.tasks).toHaveLength(3);
    const changing = await unsound(
      (problem) => {
        const placement = lehr.place(problem);
        Object.assign(problem, { cluster: {} });
        return placement;
      },
      { verb: "place" },
    );
    expect(codes(changing)).toEqual(["changes-problem"]);
    expect(codes(await unsound(() => undefined, { verb: "pack" }))).toEqual(["malformed"]);
  });

  test("a bound that another packing goes below", async () => {
    const boasting: Scheduler<"pack"> = (problem) => {
      const packing = lehr.pack(problem, { algorithm: "worst-fit" });
      return { ...packing, lowerBound: packing.status === "complete" ? packing.binsUsed : packing.lowerBound };
    };
    const error = await unsound(boasting, { verb: "pack", runs: 500 });
    expect(codes(error)).toEqual(["wrong-lower-bound"]);
    expect(error.counterexample.problem.items.length).toBeLessThanOrEqual(4);
  });

  test("what is left out for nothing, if that is asked for", async () => {
    const idle: Scheduler<"pack"> = ({ items }): Packing => ({
      status: items.length === 0 ? "complete" : "partial",
      placed: [],
      unplaced: items.map(({ id }) => ({ item: id, reason: "not today", proven: false })),
      binsUsed: 0,
      cost: 0,
      lowerBound: 0,
      run: { algorithm: "first-fit" },
    });
    await expectSchedulerSound(idle, { verb: "pack", seed });
    const error = await unsound(idle, { verb: "pack", complete: true });
    expect(codes(error)).toEqual(["left-out"]);
    expect(error.counterexample.problem.items).toHaveLength(1);
  });
});

describe("relations that do not hold are found", () => {
  const place = lehr.place;
  const basic = { basic: true, heterogeneity: "related", numbers: "integers" } as const;
  let calls = 0;
  const faulty: Record<RelationName, Scheduler<"place">> = {
    deterministic: (problem) => place(problem, { algorithm: "random", seed: calls++ }),
    nameBlind: (problem) => {
      const byName = problem.workflow.tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const placement = place({ ...problem, workflow: { tasks: byName } });
      return placement;
    },
    scaleInvariant: (problem) => {
      const long = problem.workflow.tasks.some(({ work = 0 }) => work > 8);
      return place(problem, { algorithm: long ? "olb" : "heft" });
    },
    uselessBlind: (problem) => place(problem, { algorithm: problem.cluster.nodes.length % 2 === 0 ? "olb" : "heft" }),
    orderBlind: (problem) => place(problem),
    monotone: (problem) => place(problem, { algorithm: "round-robin" }),
  };

  test.each(Object.entries(faulty))("%s", async (name, scheduler) => {
    const options = {
      verb: "place",
      knobs: { ...basic, maxTasks: 6, maxNodes: 4 },
      runs: 500,
      relations: [name as RelationName],
    } as const;
    const error = await unsound(scheduler, options);
    expect(codes(error)).toEqual([name]);
    expect(error.counterexample.other).toBeDefined();
  });
});

describe("a counterexample", () => {
  const folder = mkdtempSync(join(tmpdir(), "lehr-sound-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("comes again by its seed and path, at once", async () => {
    const { counterexample, reproduction } = found;
    let asked = 0;
    const counted: Scheduler<"place"> = (problem) => {
      asked++;
      return schedule(problem);
    };
    const again = await unsound(counted, { ...exampleOptions, ...reproduction });
    expect(again.counterexample).toEqual(counterexample);
    expect(asked).toBeLessThan(50);
  });

  test("is told in full", () => {
    const { message, counterexample, reproduction } = found;
    expect(message).toMatch(/^the scheduler is not sound:\n {2}late-data: \/tasks\/1\/start /);
    expect(message).toContain(JSON.stringify(counterexample.problem));
    expect(message).toContain(`reproduce with { seed: 1, path: "${reproduction.path}" }`);
  });

  test("is what lehr check reads, of each verb", async () => {
    const unsounds = [
      await unsound(schedule, { ...exampleOptions, ...found.reproduction, file: join(folder, "place") }),
      await unsound((problem) => ({ ...lehr.sequence(problem, { algorithm: "fcfs" }), batches: [] }), {
        verb: "sequence",
        file: join(folder, "sequence"),
      }),
      await unsound((problem) => ({ ...lehr.pack(problem), placed: [] }), { verb: "pack", file: join(folder, "pack") }),
    ];
    for (const { files, counterexample } of unsounds) {
      expect(files).toHaveLength(2);
      expect(JSON.parse(readFileSync(files[0]!, "utf8"))).toEqual(counterexample.problem);
      const { code, stdout } = command(["check", ...files, "--json"]);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toEqual(counterexample.violations);
    }
  });
});

test.skipIf(!existsSync(join(root, "dist/testing/index.js")))(
  "the example finds the fault (skipped where nothing is built)",
  () => {
    const program = join(root, "examples/fuzz-your-scheduler/fuzz.mjs");
    const { status, stdout } = spawnSync(process.execPath, [program], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 1, stdout: `${found.message}\n` });
  },
);

async function unsound<V extends Verb>(scheduler: Scheduler<V>, options: SoundnessOptions<V>) {
  try {
    await expectSchedulerSound(scheduler, { seed, ...options });
  } catch (error) {
    if (error instanceof UnsoundSchedulerError) return error as UnsoundSchedulerError<Problems[V]>;
    throw error;
  }
  throw new Error("no fault was found");
}

/** Of the violations, each once. */
function codes({ counterexample }: UnsoundSchedulerError): string[] {
  return [...new Set(counterexample.violations.map(({ code }) => code))].sort();
}

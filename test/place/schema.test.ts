import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { convertUnits } from "../../bindings/import/units.js";
import { placeVerb } from "../../bindings/place/index.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import { placeReference } from "../../bindings/place/reference.js";
import { verifyPlacement } from "../../bindings/place/verify.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { changed, faults, validator } from "../schemas.js";
import { placement, problem } from "./example.js";
import { settings as anySettings } from "./instances.js";

const root = new URL("../../", import.meta.url);
const isProblem = validator("place-problem");
const isPlacement = validator("placement");

test("the files are what the model's types say", () => {
  execFileSync(process.execPath, ["scripts/schema.mjs", "--check"], { cwd: fileURLToPath(root), stdio: "pipe" });
});

describe("valid files", () => {
  test("every valid problem, and every placement made for it", () => {
    const { place } = placeVerb(placeReference);
    fc.assert(
      fc.property(placeProblems(), anySettings(), (problem, { combination, ...options }) => {
        // As JSON: what is undefined is absent.
        expect(faults(isProblem, JSON.parse(JSON.stringify(problem)))).toEqual([]);
        expect(faults(isPlacement, place(problem, { algorithm: combination, ...options }))).toEqual([]);
      }),
    );
  });

  test("the example made by hand", () => {
    expect(faults(isProblem, problem)).toEqual([]);
    expect(faults(isPlacement, placement)).toEqual([]);
  });

  test.each([
    ["/workflow/tasks/0/work", "3h"],
    ["/workflow/tasks/0/work", "1h 30m"],
    ["/workflow/tasks/2/release", "500 ms"],
    ["/workflow/tasks/1/deadline", "90"],
    ["/workflow/tasks/5/durations/far", "1.5e2 min"],
    ["/workflow/tasks/1/after/0/data", "20GB"],
    ["/workflow/tasks/1/needs/cpu", "512MiB"],
    ["/cluster/nodes/1/capacity/cpu", "80GB"],
    ["/cluster/nodes/1/gpus/memory", "80 GiB"],
    ["/cluster/nodes/1/localDisk/bandwidth", "3GB/s"],
    ["/cluster/nodes/0/pricePerHour", "$2.50/h"],
    ["/cluster/network/rack/bandwidth", "10Gbps"],
    ["/cluster/network/rack/latency", "5us"],
    ["/cluster/network/world/pricePerGigabyte", "$0.09/GB"],
  ])("%s may be the text %s", (pointer, text) => {
    const file = changed(problem, pointer, text);
    expect(faults(isProblem, file)).toEqual([]);
    expect(convertUnits(file)).toEqual([]);
    expect(() => parsePlaceProblem(file)).not.toThrow();
  });
});

describe("invalid files are refused by schema and door alike", () => {
  const absent = undefined;
  test.each([
    ["unknown key", "/extra", 1],
    ["unknown key of a node", "/cluster/nodes/0/cores", 8],
    ["unknown key of the network", "/cluster/network/lan", {}],
    ["unknown key of a task", "/workflow/tasks/0/job", "x"],
    ["unknown key of a dependency", "/workflow/tasks/1/after/0/size", 1],
    ["no workflow", "/workflow", absent],
    ["no nodes", "/cluster/nodes", []],
    ["node without id", "/cluster/nodes/0/id", absent],
    ["task without id", "/workflow/tasks/0/id", absent],
    ["empty id", "/workflow/tasks/3/id", ""],
    ["negative work", "/workflow/tasks/0/work", -1],
    ["text for a duration", "/workflow/tasks/0/work", "soon"],
    ["negative text", "/workflow/tasks/0/work", "-3h"],
    ["null", "/workflow/tasks/0/work", null],
    ["work and durations", "/workflow/tasks/0/durations", { cpu: 1 }],
    ["neither work nor durations", "/workflow/tasks/0/work", absent],
    ["dependency without data", "/workflow/tasks/1/after/0/data", absent],
    ["bandwidth for data", "/workflow/tasks/1/after/0/data", "10Gbps"],
    ["data for a bandwidth", "/cluster/network/rack/bandwidth", "10GB"],
    ["no bandwidth", "/cluster/network/rack/bandwidth", absent],
    ["bandwidth of zero", "/cluster/network/rack/bandwidth", 0],
    ["speed of zero", "/cluster/nodes/0/speed", 0],
    ["need of zero", "/workflow/tasks/1/needs/gpu", 0],
    ["half a device", "/cluster/nodes/1/gpus/count", 0.5],
    ["label for labels", "/cluster/nodes/1/labels", "ssd"],
    ["unknown stage", "/workflow/tasks/0/stage", "cooking"],
    ["several nodes per task", "/workflow/tasks/0/nodes", 2],
    ["priority", "/workflow/tasks/0/priority", 1],
    ["preemption", "/workflow/tasks/0/preemptible", true],
    ["checkpoints", "/workflow/tasks/0/checkpoint", { interval: 60 }],
    ["spot", "/cluster/nodes/0/spot", { pricePerHour: 1, meanLifetime: 3600 }],
  ])("%s", (_, pointer, value) => {
    const file = changed(problem, pointer, value);
    expect(isProblem(file)).toBe(false);
    convertUnits(file);
    expect(() => parsePlaceProblem(file)).toThrow(InvalidProblemError);
  });
});

describe("what is no placement is refused by schema and verification alike", () => {
  test.each([
    ["unknown key", "/extra", 1],
    ["no tasks", "/tasks", undefined],
    ["status", "/status", "done"],
    ["text for a time", "/tasks/0/end", "5"],
    ["one node, not a list", "/tasks/0/nodes", "cpu"],
    ["deadline met, in words", "/tasks/1/met", "yes"],
    ["transfer without data", "/transfers/0/data", undefined],
    ["no reason", "/unplaced/0/reason", undefined],
  ])("%s", (_, pointer, value) => {
    const file = changed(placement, pointer, value);
    expect(isPlacement(file)).toBe(false);
    expect(verifyPlacement(problem, file).map(({ code }) => code)).toContain("malformed");
  });
});

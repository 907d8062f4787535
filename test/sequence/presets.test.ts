import { expect, test } from "vitest";
import { readMeasurements } from "../../bindings/import/measurements-csv.js";
import { fitLatencyModel } from "../../bindings/sequence/fit.js";
import { type LatencyModelName, latencyModels } from "../../bindings/sequence/presets.js";
import { describeWithSharedData, readSharedText } from "../shared-data.js";

describeWithSharedData("latency models that come with lehr", () => {
  test.each(Object.keys(latencyModels) as LatencyModelName[])("%s is what its measurements yield", (name) => {
    const [model, hardware, parallelism] = name.split("/") as [string, string, string];
    const selection = { model, hardware, tensorParallel: parallelism.replace("tp", "") };
    const measurements = readMeasurements(table(), selection);
    const fit = fitLatencyModel(measurements, { assumeZero: ["prefill.2", "decode.2"] });
    for (const step of ["prefill", "decode"] as const) {
      expect(fit.model[step].map((coefficient) => Number(coefficient.toPrecision(6)))).toEqual(
        latencyModels[name][step],
      );
    }
    expect(fit.range).toEqual({ promptTokens: [128, 8192], batch: [1, 64], outputTokens: [128, 8192] });
    expect(fit.error.prefill.meanRelative).toBeLessThan(0.16);
    expect(fit.error.decode.maxRelative).toBeLessThan(0.08);
  });

  test("the other assumption is further from the measurements of prefill", () => {
    const selection = { model: "llama2-70b", hardware: "a100-80gb", tensorParallel: "8" };
    const measurements = readMeasurements(table(), selection);
    const error = (assumeZero: "prefill.0" | "prefill.2") => {
      return fitLatencyModel(measurements, { assumeZero: [assumeZero, "decode.2"] }).error.prefill.rootMeanSquare;
    };
    expect(error("prefill.2")).toBeLessThan(error("prefill.0"));
  });
});

function table() {
  return { name: "splitwise", text: readSharedText("serve/splitwise_perf_model.csv") };
}

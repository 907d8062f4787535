// Finds the fault of a scheduler:  node examples/fuzz-your-scheduler/fuzz.mjs
import { expectSchedulerSound } from "lehr/testing";
import { schedule } from "./scheduler.mjs";

try {
  await expectSchedulerSound(schedule, { verb: "place", knobs: { basic: true, heterogeneity: "related" }, seed: 1 });
  console.log("sound");
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}

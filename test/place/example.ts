import type { Placement, PlaceProblem } from "../../bindings/place/model.js";

/**
 * A problem and a placement made by hand, small enough to follow on paper, with everything that a placement can have:
 * an exclusive and a shared node, devices, one speed per kind, labels, release, late availability, all ways of handing
 * data over (rack, a level that falls to a coarser one, a named link and its reverse, the local disk), order alone, a
 * task of zero duration, deadlines kept and missed, and tasks that no schedule can place.
 */
export const problem: PlaceProblem = {
  cluster: {
    nodes: [
      { id: "cpu", speed: { cpu: 2 }, location: { region: "west", rack: "1" }, pricePerHour: 3600, availableFrom: 1 },
      {
        id: "h100",
        capacity: { cpu: 8 },
        gpus: { model: "H100", count: 4 },
        speed: { cpu: 1, gpu: 4 },
        location: { region: "west", rack: "1" },
        labels: ["ssd"],
        pricePerHour: 7200,
        localDisk: { bandwidth: 2, latency: 1 },
      },
      { id: "far", speed: { cpu: 1, gpu: 1 }, location: { region: "east" } },
    ],
    network: {
      rack: { bandwidth: 2, latency: 0.5, pricePerGigabyte: 0.25 },
      world: { bandwidth: 0.5, latency: 2, pricePerGigabyte: 1 },
      links: [{ from: "far", to: "cpu", bandwidth: 1 }],
    },
  },
  workflow: {
    tasks: [
      { id: "ingest", work: 8, kind: "cpu", stage: "data-preparation" },
      {
        id: "train",
        work: 40,
        kind: "gpu",
        needs: { gpu: 3, cpu: 2 },
        requires: ["ssd", "gpu:H100"],
        after: [{ task: "ingest", data: 3 }],
        deadline: 18,
        stage: "pretraining",
        class: "training",
      },
      { id: "tune", work: 20, kind: "gpu", needs: { gpu: 1 }, release: 8, stage: "alignment", class: "training" },
      { id: "mark", work: 0, kind: "cpu", after: ["tune"] },
      { id: "evaluate", work: 8, kind: "gpu", needs: { gpu: 4 }, after: [{ task: "train", data: 4 }], deadline: 21 },
      { id: "serve", durations: { far: 6 }, after: [{ task: "train", data: 1 }, "evaluate"], stage: "serving" },
      { id: "report", work: 4, kind: "cpu", after: [{ task: "serve", data: 2 }] },
      { id: "mirror", work: 2, kind: "cpu", after: [{ task: "ingest", data: 1 }] },
      { id: "quantise", work: 1, kind: "cpu", requires: ["tpu"], deadline: 99 },
      { id: "publish", work: 1, kind: "cpu", after: ["quantise"] },
    ],
  },
};

export const placement: Placement = {
  status: "partial",
  makespan: 32,
  // cpu: 6 s at 1 $/s; h100: 12 s at 2 $/s; 3 GB at 0.25 $ inside the rack, 1 GB at 1 $ to the other region.
  cost: 31.75,
  tasks: [
    { task: "ingest", nodes: ["cpu"], start: 1, end: 5 },
    { task: "train", nodes: ["h100"], start: 7, end: 17, met: true },
    { task: "tune", nodes: ["h100"], start: 8, end: 13 },
    { task: "mark", nodes: ["h100"], start: 13, end: 13 },
    { task: "evaluate", nodes: ["h100"], start: 20, end: 22, met: false },
    { task: "serve", nodes: ["far"], start: 22, end: 28 },
    { task: "report", nodes: ["cpu"], start: 30, end: 32 },
    { task: "mirror", nodes: ["far"], start: 6, end: 8 },
  ],
  transfers: [
    { from: "ingest", to: "train", source: "cpu", target: "h100", data: 3, start: 5, end: 7, cost: 0.75 },
    { from: "train", to: "evaluate", source: "h100", target: "h100", data: 4, start: 17, end: 20, cost: 0 },
    { from: "train", to: "serve", source: "h100", target: "far", data: 1, start: 17, end: 21, cost: 1 },
    { from: "serve", to: "report", source: "far", target: "cpu", data: 2, start: 28, end: 30, cost: 0 },
    { from: "ingest", to: "mirror", source: "cpu", target: "far", data: 1, start: 5, end: 6, cost: 0 },
  ],
  unplaced: [
    { task: "quantise", reason: "no node carries the label tpu", proven: true },
    { task: "publish", reason: "its predecessor is not placed", proven: true },
  ],
  run: { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 },
};

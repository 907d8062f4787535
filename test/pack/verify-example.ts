import type { Bin, Item, Packing, PackProblem } from "../../bindings/pack/model.js";

/**
 * Two copies of a node with four GPUs, one with two GPUs of another model, and a plain one; on them shares and whole
 * GPUs, a gang in one rack, items kept apart, one that is too large and one for which no room was found.
 */
export const problem: PackProblem = {
  items: [
    { id: "chat", needs: { cpu: 4 }, gpus: { share: 1 / 3 }, separate: "chat" },
    { id: "chat 2", needs: { cpu: 4 }, gpus: { share: 1 / 3 }, separate: "chat" },
    { id: "embed", needs: { cpu: 2 }, gpus: { share: 1 / 3 }, models: ["H100"] },
    { id: "rerank", gpus: { share: 1 / 3 } },
    { id: "train 0", needs: { cpu: 6 }, gpus: { count: 2 }, models: ["H100"], group: "train" },
    { id: "train 1", needs: { cpu: 6 }, gpus: { count: 2 }, models: ["H100"], group: "train" },
    { id: "index", needs: { cpu: 0.1, memory: 0.1 } },
    { id: "logs", needs: { cpu: 0.2, memory: 0.2 }, value: 3 },
    { id: "giant", needs: { cpu: 99 }, value: 2 },
    { id: "tuner", gpus: { count: 2 }, models: ["H100"] },
  ],
  bins: [
    {
      id: "gpu node",
      count: 2,
      capacity: { cpu: 16 },
      gpus: { model: "H100", count: 4 },
      location: { zone: "a", rack: "1" },
      load: { needs: { cpu: 1 }, gpus: [{ index: 3, share: 0.5 }] },
      pricePerHour: 12,
    },
    {
      id: "old node",
      capacity: { cpu: 8 },
      gpus: { model: "T4", count: 2 },
      location: { zone: "a", rack: "2" },
      cost: 2,
    },
    { id: "plain", count: 3, capacity: { cpu: 0.3, memory: 0.3 } },
  ],
  groups: [{ id: "train", within: "rack" }],
};

export const packing: Packing = {
  status: "partial",
  placed: [
    { item: "chat", bin: "gpu node", copy: 0, gpus: [{ index: 2, share: 1 / 3 }] },
    { item: "chat 2", bin: "gpu node", copy: 1, gpus: [{ index: 2, share: 1 / 3 }] },
    { item: "embed", bin: "gpu node", copy: 0, gpus: [{ index: 2, share: 1 / 3 }] },
    { item: "rerank", bin: "gpu node", copy: 0, gpus: [{ index: 2, share: 1 / 3 }] },
    { item: "train 0", bin: "gpu node", copy: 0, gpus: whole(0, 1) },
    { item: "train 1", bin: "gpu node", copy: 1, gpus: whole(0, 1) },
    { item: "index", bin: "plain", copy: 2, gpus: [] },
    { item: "logs", bin: "plain", copy: 2, gpus: [] },
  ],
  unplaced: [
    { item: "giant", reason: "too large for every bin", proven: true },
    { item: "tuner", reason: "no bin has room left", proven: false },
  ],
  binsUsed: 3,
  cost: 25,
  lowerBound: 3,
  run: { algorithm: "first-fit" },
};

/** As packings name them. */
export const [chat, chat2, embed, rerank, train0, train1, index, logs] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export function whole(...devices: number[]) {
  return devices.map((index) => ({ index, share: 1 }));
}

export function withItem(id: string, change: Partial<Item>): PackProblem {
  return { ...problem, items: problem.items.map((item) => (item.id === id ? { ...item, ...change } : item)) };
}

export function withBin(id: string, change: Partial<Bin>): PackProblem {
  return { ...problem, bins: problem.bins.map((bin) => (bin.id === id ? { ...bin, ...change } : bin)) };
}

import { mark, release } from "../../arena";
import { Random } from "../../random";
import { LeastAllocated, MostAllocated, RequestedToCapacityRatio } from "./allocation";
import { Cluster } from "./cluster";
import { Fragmentation } from "./fragmentation";
import { Typical } from "./item";
import { BestFit, Clustering, DotProduct, FirstFit, Packing } from "./published";
import { Rule } from "./rules";
import { Scorer } from "./scorer";
import { Slot, Slots } from "./slots";
import { Stranded } from "./stranded";

/** A stream of items onto a cluster, one decision per call. Its memory lasts from call to call. */
@final
export class Packer {
  private readonly slots: Slots;
  private scorer: Scorer;

  constructor(
    private readonly cluster: Cluster,
    private readonly rule: Rule,
    private readonly seed: u32,
    weight: StaticArray<i32>,
    shapeAt: StaticArray<i32>,
    shapeScore: StaticArray<i32>,
    private typical: Typical,
  ) {
    const scorer = scorerOf(cluster, rule, weight, shapeAt, shapeScore, typical);
    this.scorer = scorer;
    this.slots = new Slots(cluster, scorer);
  }

  /** Puts the item on a node; fills `place` with the node and the set of devices. False when it fits nowhere. */
  place(slot: Slot, decision: u32, place: StaticArray<i32>): bool {
    if (this.rule == Rule.Random) {
      if (!this.anywhere(slot, decision, place)) return false;
    } else {
      const node = this.slots.best(slot);
      if (node < 0) return false;
      place[0] = node;
      place[1] = this.scorer.choose(node, slot.item);
    }
    this.occupy(slot, place[0], place[1], 1);
    return true;
  }

  occupy(slot: Slot, node: i32, set: u32, sign: i32): void {
    this.cluster.occupy(node, slot.item, set, sign);
    this.slots.changed(node);
  }

  slotOf(demand: StaticArray<f64>, gpuCount: i32, gpuShare: i32, models: u32): Slot {
    const cluster = this.cluster;
    const companion = cluster.companion < 0 ? 0 : demand[cluster.companion];
    const gpu = gpuShare > 0 ? gpuShare : gpuCount * cluster.gpuUnits;
    return this.slots.of(demand, companion, gpuCount, gpuShare, models, gpu);
  }

  /** The smallest of all numbers where it does not fit. */
  scores(slot: Slot, scores: StaticArray<i32>): void {
    this.slots.refresh(slot);
    for (let n = 0; n < scores.length; n++) scores[n] = slot.scores[n];
  }

  fragments(fragments: StaticArray<f64>): void {
    const arena = mark();
    const measure = new Fragmentation(this.cluster, this.typical);
    for (let n = 0; n < fragments.length; n++) fragments[n] = measure.fragmentsOf(n);
    release(arena);
  }

  readFree(amounts: StaticArray<f64>, gpus: StaticArray<i32>): void {
    const cluster = this.cluster;
    let amount = 0;
    let device = 0;
    for (let n = 0; n < cluster.nodes; n++) {
      for (let r = 0; r < cluster.resources; r++) amounts[amount++] = cluster.freeOf(n, r);
      for (let g = 0; g < cluster.devices(n); g++) gpus[device++] = cluster.gpuFree(n, g);
    }
  }

  expect(typical: Typical): void {
    this.typical = typical;
    if (this.rule == Rule.FragmentationGradientDescent) this.scorer = new Fragmentation(this.cluster, typical);
    else if (this.rule == Rule.StrandedGpu) this.scorer = new Stranded(this.cluster, typical);
    else return;
    this.slots.replace(this.scorer);
  }

  /** Each decision has random numbers of its own: one for the node, one for the device. */
  private anywhere(slot: Slot, decision: u32, place: StaticArray<i32>): bool {
    const fitting = this.slots.fitting(slot);
    if (fitting == 0) return false;
    const item = slot.item;
    const arena = mark();
    const random = new Random(this.seed + decision * 0x9e3779b9);
    const node = slot.nodeOfRank(random.below(fitting));
    place[0] = node;
    place[1] = item.gpuShare > 0 ? this.anyDevice(node, item.gpuShare, random) : this.scorer.choose(node, item);
    release(arena);
    return true;
  }

  private anyDevice(node: i32, share: i32, random: Random): u32 {
    const cluster = this.cluster;
    let fitting = 0;
    for (let g = 0; g < cluster.devices(node); g++) fitting += i32(cluster.gpuFree(node, g) >= share);
    let g = 0;
    for (let rank = <i32>random.below(fitting); ; g++) if (cluster.gpuFree(node, g) >= share && rank-- == 0) break;
    return <u32>1 << g;
  }
}

function scorerOf(
  cluster: Cluster,
  rule: Rule,
  weight: StaticArray<i32>,
  shapeAt: StaticArray<i32>,
  shapeScore: StaticArray<i32>,
  typical: Typical,
): Scorer {
  switch (rule) {
    case Rule.BestFit:
      return new BestFit(cluster);
    case Rule.DotProduct:
      return new DotProduct(cluster);
    case Rule.Packing:
      return new Packing(cluster);
    case Rule.Clustering:
      return new Clustering(cluster);
    case Rule.MostAllocated:
      return new MostAllocated(cluster, weight);
    case Rule.LeastAllocated:
      return new LeastAllocated(cluster, weight);
    case Rule.RequestedToCapacityRatio:
      return new RequestedToCapacityRatio(cluster, weight, shapeAt, shapeScore);
    case Rule.FragmentationGradientDescent:
      return new Fragmentation(cluster, typical);
    case Rule.StrandedGpu:
      return new Stranded(cluster, typical);
    default:
      return new FirstFit(cluster);
  }
}

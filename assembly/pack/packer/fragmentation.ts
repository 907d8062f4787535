import { Cluster } from "./cluster";
import { Item, Typical } from "./item";
import { Levels } from "./levels";
import { Scorer } from "./scorer";
import { percentOfSigmoid } from "./sigmoid";

/** Devices of a node, and none. */
const COUNTS = 33;

/**
 * Fragmentation gradient descent: Weng et al., "Beware of Fragmentation", ATC 2023.
 *
 * A device with x units free is of use to the typical shares of at most x, and idle devices to the typical items that ask
 * for no more of them, provided that the model will do and the companion resource suffices. What the rest is worth,
 *
 *     F = G · Σ w − Σ_devices x · shares[x] − idle · unit · counts[idle],
 *
 * is a sum of integers, looked up in tables by model and by what is free. G is all that is free.
 */
@final
export class Fragmentation extends Scorer {
  private readonly companions: Levels;
  private readonly sizes: Levels;
  /** [models × companion levels × size levels] Weight of typical shares up to there. */
  private readonly shares: StaticArray<f64>;
  /** [models × companion levels × 33] Weight of typical items that ask for whole devices, up to so many. */
  private readonly counts: StaticArray<f64>;
  private readonly weights: f64;
  /** [nodes] F as it is. */
  private readonly fragments: StaticArray<f64>;

  constructor(cluster: Cluster, typical: Typical) {
    super(cluster);
    const companions = new Levels(typical.length);
    const sizes = new Levels(typical.length);
    let models = 0;
    for (let k = 0; k < cluster.model.length; k++) models = max(models, cluster.model[k] + 1);
    for (let t = 0; t < typical.length; t++) {
      if (typical.gpuShare[t] > 0) sizes.add(<f64>typical.gpuShare[t]);
      companions.add(typical.companion[t]);
    }
    const rows = models * (companions.length + 1);
    this.companions = companions;
    this.sizes = sizes;
    this.shares = new StaticArray<f64>(rows * (sizes.length + 1));
    this.counts = new StaticArray<f64>(rows * COUNTS);
    this.weights = typical.weights;
    this.fragments = new StaticArray<f64>(cluster.nodes);
    for (let model = 0; model < models; model++) {
      for (let t = 0; t < typical.length; t++) if (typical.models[t] & (1 << model)) this.note(model, typical, t);
    }
    for (let n = 0; n < cluster.nodes; n++) this.changed(n);
  }

  score(node: i32, item: Item): i32 {
    return this.scoreOf(node, this.leastAfter(node, item));
  }

  override choose(node: i32, item: Item): u32 {
    if (item.gpuShare == 0) return super.choose(node, item);
    const row = this.rowAfter(node, item);
    const base = this.without(node, item, row);
    let best = -1;
    let bestScore = -1;
    for (let g = 0; g < this.cluster.devices(node); g++) {
      if (this.cluster.gpuFree(node, g) < item.gpuShare) continue;
      const score = this.scoreOf(node, base - this.gain(node, item, row, g));
      if (score <= bestScore) continue;
      best = g;
      bestScore = score;
    }
    return <u32>1 << best;
  }

  override changed(node: i32): void {
    this.fragments[node] = this.all(node, this.cluster.companionFree(node));
  }

  fragmentsOf(node: i32): f64 {
    return this.fragments[node];
  }

  private scoreOf(node: i32, after: f64): i32 {
    if (this.weights == 0) return 50;
    return percentOfSigmoid((this.fragments[node] - after) / (this.weights * <f64>this.cluster.gpuUnits));
  }

  /** F if the item were on the node, on the best of its devices. */
  private leastAfter(node: i32, item: Item): f64 {
    const cluster = this.cluster;
    if (!item.wantsGpu) return this.all(node, cluster.companionFree(node) - item.companion);
    const row = this.rowAfter(node, item);
    const base = this.without(node, item, row);
    if (item.gpuShare == 0) {
      const idle = cluster.idle(node) - item.gpuCount;
      const unit = <f64>cluster.gpuUnits;
      const lost = <f64>item.gpuCount * unit * this.sharesFor(row, cluster.gpuUnits);
      return base + lost + this.useOfIdle(row, cluster.idle(node)) - this.useOfIdle(row, idle);
    }
    let gain = -Infinity;
    let last = -1;
    for (let g = 0, devices = cluster.devices(node); g < devices; g++) {
      const free = cluster.gpuFree(node, g);
      // A device like the last one changes nothing.
      if (free < item.gpuShare || free == last) continue;
      last = free;
      gain = max(gain, this.gain(node, item, row, g));
    }
    return base - gain;
  }

  /** F of the node as it is, but with this much of the companion. */
  private all(node: i32, companion: f64): f64 {
    const cluster = this.cluster;
    const free = <f64>cluster.gpuFreeOf(node);
    return free == 0 ? 0 : free * this.weights - this.use(node, this.row(node, companion));
  }

  /** F with the item's units gone from the sum and from the companion, but from no device yet. */
  private without(node: i32, item: Item, row: i32): f64 {
    return <f64>(this.cluster.gpuFreeOf(node) - item.gpu) * this.weights - this.use(node, row);
  }

  /** By how much the use of the devices grows when the share is taken from this one. Mostly below 0. */
  private gain(node: i32, item: Item, row: i32, g: i32): f64 {
    const cluster = this.cluster;
    const free = cluster.gpuFree(node, g);
    const left = free - item.gpuShare;
    const change = <f64>left * this.sharesFor(row, left) - <f64>free * this.sharesFor(row, free);
    if (free < cluster.gpuUnits) return change;
    const idle = cluster.idle(node);
    return change + this.useOfIdle(row, idle - 1) - this.useOfIdle(row, idle);
  }

  private use(node: i32, row: i32): f64 {
    const cluster = this.cluster;
    let sum = this.useOfIdle(row, cluster.idle(node));
    for (let g = 0, devices = cluster.devices(node); g < devices; g++) {
      const free = cluster.gpuFree(node, g);
      sum += <f64>free * this.sharesFor(row, free);
    }
    return sum;
  }

  @inline private useOfIdle(row: i32, idle: i32): f64 {
    return <f64>idle * <f64>this.cluster.gpuUnits * this.counts[row * COUNTS + idle];
  }

  @inline private sharesFor(row: i32, free: i32): f64 {
    return this.shares[row * this.sizeLevels + this.sizes.of(<f64>free)];
  }

  /** Row of the tables, for the node's model and so much of the companion. */
  @inline private row(node: i32, companion: f64): i32 {
    return this.cluster.modelOf(node) * this.companionLevels + this.companions.of(companion);
  }

  @inline private rowAfter(node: i32, item: Item): i32 {
    return this.row(node, this.cluster.companionFree(node) - item.companion);
  }

  @inline private get companionLevels(): i32 {
    return this.companions.length + 1;
  }

  @inline private get sizeLevels(): i32 {
    return this.sizes.length + 1;
  }

  private note(model: i32, typical: Typical, t: i32): void {
    const weight = typical.weight[t];
    const share = typical.gpuShare[t];
    const count = typical.gpuCount[t];
    for (let level = this.companions.of(typical.companion[t]); level < this.companionLevels; level++) {
      const row = model * this.companionLevels + level;
      if (share > 0) {
        for (let s = this.sizes.of(<f64>share); s < this.sizeLevels; s++) this.shares[row * this.sizeLevels + s] += weight;
      } else if (count > 0) {
        for (let k = count; k < COUNTS; k++) this.counts[row * COUNTS + k] += weight;
      }
    }
  }
}

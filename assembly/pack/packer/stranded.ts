import { Cluster } from "./cluster";
import { Item, Typical } from "./item";
import { Levels } from "./levels";
import { Scorer } from "./scorer";

/**
 * Stranded GPUs: what would be left over on a node without the companion resource if it went on taking items of one
 * typical kind, W = Σ w · max(0, g − ⌊c ÷ r⌋), with g and c free and r = min(ρ, R): what the items need of the companion
 * for a unit of GPU, at most what the node has. W is flat while the companion suffices, so that there ties fall to the
 * first node, as in first fit.
 *
 * What a share leaves of a device is a sliver when fewer than 5 % of the typical shares would fit in it. Slivers that an
 * item uses up count as saved, those that it makes as lost, unless it would make them of an idle device as well.
 *
 * The rates r are kept in descending order: where one leaves nothing, none after it does.
 */
@final
export class Stranded extends Scorer {
  /** [kinds + 1] Where each kind's rates begin. */
  private readonly first: StaticArray<i32>;
  private readonly rate: StaticArray<f64>;
  private readonly weight: StaticArray<f64>;
  private readonly weights: f64;
  /** Units: what is less is a sliver. */
  private readonly limit: i32;
  /** [kinds] Price of its model. */
  private readonly price: StaticArray<f64>;
  /** [nodes] W as it is. */
  private readonly wasted: StaticArray<f64>;

  constructor(cluster: Cluster, typical: Typical) {
    super(cluster);
    const kinds = cluster.model.length;
    this.first = new StaticArray<i32>(kinds + 1);
    this.rate = new StaticArray<f64>(kinds * typical.length);
    this.weight = new StaticArray<f64>(kinds * typical.length);
    this.weights = typical.gpuWeights;
    this.limit = sliverLimitOf(typical);
    this.price = pricesOf(cluster, typical);
    this.wasted = new StaticArray<f64>(cluster.nodes);
    for (let k = 0; k < kinds; k++) this.first[k + 1] = this.rates(k, typical);
    for (let n = 0; n < cluster.nodes; n++) this.changed(n);
  }

  score(node: i32, item: Item): i32 {
    const cluster = this.cluster;
    const after = this.strandedOf(
      node,
      cluster.gpuFreeOf(node) - item.gpu,
      cluster.companionFree(node) - item.companion,
    );
    const strandedLess = this.weights == 0 ? 0 : (this.wasted[node] - after) / this.weights;
    const saved = strandedLess + <f64>this.sliversSaved(node, item.gpuShare);
    const step = <f64>cluster.gpuUnits / 5;
    return <i32>Math.floor((saved - this.price[cluster.kind[node]] * <f64>item.gpu) / step + 0.5);
  }

  override changed(node: i32): void {
    const cluster = this.cluster;
    this.wasted[node] = this.strandedOf(node, cluster.gpuFreeOf(node), cluster.companionFree(node));
  }

  private sliversSaved(node: i32, share: i32): i32 {
    if (share == 0) return 0;
    const cluster = this.cluster;
    const free = cluster.gpuFree(node, cluster.tightest(node, share));
    return this.sliver(free) - this.sliver(free - share) + this.sliver(cluster.gpuUnits - share);
  }

  @inline private sliver(units: i32): i32 {
    return units < this.limit ? units : 0;
  }

  private strandedOf(node: i32, gpu: i32, companion: f64): f64 {
    const kind = this.cluster.kind[node];
    let sum: f64 = 0;
    for (let i = this.first[kind], end = this.first[kind + 1]; i < end; i++) {
      const rate = this.rate[i];
      const left = <f64>gpu - (rate == 0 ? 0 : Math.floor(companion / rate));
      if (left <= 0) break;
      sum += this.weight[i] * left;
    }
    return sum;
  }

  /** Puts the kind's rates in order, and says where they end. */
  private rates(kind: i32, typical: Typical): i32 {
    const cluster = this.cluster;
    const begin = this.first[kind];
    const devices = cluster.devicesOfKind(kind);
    if (devices == 0) return begin;
    const nominal = cluster.nominal(kind, devices);
    const levels = new Levels(typical.length);
    for (let t = 0; t < typical.length; t++) if (strands(typical, t)) levels.add(rateOf(cluster, typical, t, nominal));
    const end = begin + levels.length;
    for (let t = 0; t < typical.length; t++) {
      if (!strands(typical, t)) continue;
      const rate = rateOf(cluster, typical, t, nominal);
      const at = end - levels.of(rate);
      this.rate[at] = rate;
      this.weight[at] += typical.weight[t];
    }
    return end;
  }
}

function strands(typical: Typical, t: i32): bool {
  return typical.gpuCount[t] + typical.gpuShare[t] > 0 && typical.companion[t] > 0;
}

function gpuOf(cluster: Cluster, typical: Typical, t: i32): f64 {
  return typical.gpuShare[t] > 0 ? <f64>typical.gpuShare[t] : <f64>typical.gpuCount[t] * <f64>cluster.gpuUnits;
}

function rateOf(cluster: Cluster, typical: Typical, t: i32, nominal: f64): f64 {
  return min(typical.companion[t] / gpuOf(cluster, typical, t), nominal);
}

/** The smallest typical share that, with smaller ones, makes up 5 % of all; 0 without shares. */
function sliverLimitOf(typical: Typical): i32 {
  const sizes = new Levels(typical.length);
  const weight = new StaticArray<f64>(typical.length);
  let total: f64 = 0;
  for (let t = 0; t < typical.length; t++) if (typical.gpuShare[t] > 0) sizes.add(<f64>typical.gpuShare[t]);
  for (let t = 0; t < typical.length; t++) {
    if (typical.gpuShare[t] == 0) continue;
    weight[sizes.of(<f64>typical.gpuShare[t]) - 1] += typical.weight[t];
    total += typical.weight[t];
  }
  let reached: f64 = 0;
  for (let s = 0; s < sizes.length; s++) {
    reached += weight[s];
    if (reached * 20 >= total) return <i32>sizes.at(s);
  }
  return 0;
}

/** [kinds] Share of the typical demand that insists on the kind's model ÷ its share of the capacity. */
function pricesOf(cluster: Cluster, typical: Typical): StaticArray<f64> {
  const capacity = new StaticArray<f64>(32);
  const demand = new StaticArray<f64>(32);
  let every: u32 = 0;
  let all: f64 = 0;
  for (let n = 0; n < cluster.nodes; n++) {
    const model = cluster.modelOf(n);
    if (model < 0) continue;
    every |= 1 << model;
    capacity[model] += <f64>cluster.devices(n);
    all += <f64>cluster.devices(n);
  }
  let total: f64 = 0;
  for (let t = 0; t < typical.length; t++) {
    const units = typical.weight[t] * gpuOf(cluster, typical, t);
    total += units;
    const allowed = <u32>typical.models[t] & every;
    if (allowed == every || allowed == 0) continue;
    let among: f64 = 0;
    for (let model = 0; model < 32; model++) if (allowed & (1 << model)) among += capacity[model];
    for (let model = 0; model < 32; model++) {
      if (allowed & (1 << model)) demand[model] += (units * capacity[model]) / among;
    }
  }
  const price = new StaticArray<f64>(cluster.model.length);
  for (let k = 0; k < price.length; k++) {
    const model = cluster.model[k];
    if (model >= 0 && capacity[model] > 0 && total > 0) {
      price[k] = (demand[model] / total) * (all / capacity[model]);
    }
  }
  return price;
}

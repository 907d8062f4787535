/**
 * Bin-centric packing (Panigrahy, Talwar, Uyeda and Wieder 2011, Heuristics for vector bin packing): one bin after the
 * other takes, one by one, the fitting item of the highest score, until nothing fits. Gangs come first, by first fit.
 *
 * What does not fit a bin now will not fit it later, so each bin keeps a shrinking list of candidates. O(items) for each
 * item placed and each bin opened, times the resources.
 */
import { Construction } from "./construction";
import { Instance } from "../instance";
import { Lanes, shareOf } from "../lanes";
import { SlackSearch } from "./minimum-slack";
import { ItemScore, Weighting } from "../rules";
import { Units } from "./units";

@final
export class BinByBin {
  /** Items without a gang that are not placed, ascending; `leftCount` of them. */
  private left: StaticArray<i32>;
  private leftCount: i32 = 0;
  /** [stride] What they need together. */
  private totals: StaticArray<f64>;
  private candidates: StaticArray<i32>;
  /** [items × stride] Sizes of what is left, as shares of the capacity of a kind. */
  private size: StaticArray<f64>;
  private sizedKind: i32 = -1;
  /** [stride] */
  private roomShare: StaticArray<f64>;
  private slack: SlackSearch;

  constructor(
    private instance: Instance,
    private lanes: Lanes,
    private construction: Construction,
    private score: ItemScore,
    private weighting: Weighting,
    /** [stride] */
    private weights: StaticArray<f64>,
  ) {
    const items = instance.items;
    this.left = new StaticArray<i32>(items);
    this.candidates = new StaticArray<i32>(items);
    this.totals = new StaticArray<f64>(lanes.stride);
    this.size = new StaticArray<f64>(items * lanes.stride);
    this.roomShare = new StaticArray<f64>(lanes.stride);
    this.slack = new SlackSearch(instance, lanes, construction, weights);
  }

  run(): void {
    this.placeGangs();
    const construction = this.construction;
    const kinds = this.instance.kinds;
    for (let r = 0; r < kinds; r++) {
      const kind = construction.kindAt[r];
      for (let copy = 0; copy < construction.opened[kind]; copy++) this.fill(construction.firstBin[kind] + copy);
    }
    for (let r = 0; r < kinds; r++) {
      const kind = construction.kindAt[r];
      // Where one empty copy takes nothing, none does.
      while (construction.hasCopy(kind) && this.fill(construction.nextCopy(kind))) {}
    }
  }

  private placeGangs(): void {
    const items = this.instance.items;
    let members = 0;
    for (let i = 0; i < items; i++) if (this.instance.group[i] >= 0) members++;
    const gangs = new StaticArray<i32>(members);
    members = 0;
    for (let i = 0; i < items; i++) {
      if (this.instance.group[i] >= 0) gangs[members++] = i;
      else {
        this.left[this.leftCount++] = i;
        this.count(i, 1);
      }
    }
    if (members > 0) new Units(this.instance, this.construction, gangs).placeAll();
  }

  /** False when the bin takes nothing. */
  private fill(b: i32): bool {
    if (this.score == ItemScore.MinimumSlack) this.slack.fill(b);
    else this.fillByScore(b);
    let kept = 0;
    for (let k = 0; k < this.leftCount; k++) {
      if (this.construction.bin[this.left[k]] < 0) this.left[kept++] = this.left[k];
    }
    const taken = this.leftCount > kept;
    this.leftCount = kept;
    return taken;
  }

  private fillByScore(b: i32): void {
    const construction = this.construction;
    const candidates = this.candidates;
    this.measure(this.instance.kind[b]);
    let count = this.leftCount;
    for (let k = 0; k < count; k++) candidates[k] = this.left[k];
    let chosen = -1;
    while (true) {
      this.prepareScores(b);
      let kept = 0;
      let best = -Infinity;
      let next = -1;
      for (let k = 0; k < count; k++) {
        const item = candidates[k];
        if (item == chosen || !construction.fits(item, b)) continue;
        candidates[kept++] = item;
        const score = this.scoreOf(item);
        if (score <= best) continue;
        best = score;
        next = item;
      }
      if (next < 0) return;
      construction.insert(next, b);
      this.count(next, -1);
      chosen = next;
      count = kept;
    }
  }

  /** Sizes of what is left, unless they are those of this kind already. */
  private measure(kind: i32): void {
    if (kind == this.sizedKind) return;
    this.sizedKind = kind;
    const stride = this.lanes.stride;
    for (let k = 0; k < this.leftCount; k++) {
      const at = this.left[k] * stride;
      for (let h = 0; h < stride; h++) {
        this.size[at + h] = shareOf(this.lanes.demand[at + h], this.lanes.capacity[kind * stride + h]);
      }
    }
  }

  private prepareScores(b: i32): void {
    const stride = this.lanes.stride;
    const kind = this.instance.kind[b];
    for (let h = 0; h < stride; h++) {
      this.roomShare[h] = shareOf(this.construction.room[b * stride + h], this.lanes.capacity[kind * stride + h]);
    }
    if (this.weighting == Weighting.Remaining) this.lanes.weigh(this.totals, Weighting.Average, this.weights);
  }

  private scoreOf(item: i32): f64 {
    const stride = this.lanes.stride;
    const weights = this.weights;
    const room = this.roomShare;
    const size = this.size;
    const at = item * stride;
    let sum: f64 = 0;
    if (this.score == ItemScore.L2Norm) {
      for (let h = 0; h < stride; h++) {
        const distance = room[h] - size[at + h];
        sum += weights[h] * (distance * distance);
      }
      return -sum;
    }
    let square: f64 = 0;
    for (let h = 0; h < stride; h++) {
      const weighted = weights[h] * size[at + h];
      sum += weighted * room[h];
      square += weighted * size[at + h];
    }
    if (this.score == ItemScore.DotProduct) return sum;
    // The bin's own length is the same for all items.
    return square > 0 ? sum / Math.sqrt(square) : 0;
  }

  /** Adds an item to the totals, or takes it away (`sign` −1). */
  private count(item: i32, sign: f64): void {
    const stride = this.lanes.stride;
    for (let h = 0; h < stride; h++) this.totals[h] += sign * this.lanes.demand[item * stride + h];
  }
}

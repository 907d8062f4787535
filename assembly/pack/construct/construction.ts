/**
 * A packing while it is built: which item sits where, what is free, and the bins that could take an item.
 *
 * Bins stand in the order in which they are opened: kinds by rank, copies by number. Unopened copies of a kind are all
 * alike, so the first of each kind speaks for them, and the opened ones come before it. Both open bins and kinds that still
 * have a copy are leaves of a `RoomTree`; devices, models, separations and places are checked at the leaves.
 */
import { DeviceState } from "../device-state";
import { Instance } from "../instance";
import { Lanes, weightedShares } from "../lanes";
import { RoomTree } from "./room-tree";
import { BinChoice } from "../rules";
import { addRow, fits, subtractRow } from "../vectors";

@final
export class Construction {
  /** [bins × stride] Units. */
  readonly room: StaticArray<f64>;
  /** [kinds] Copies that hold an item: the first ones. */
  readonly opened: StaticArray<i32>;
  /** [kinds + 1] First copy of each. */
  readonly firstBin: StaticArray<i32>;
  /** [kinds] */
  private rank: StaticArray<i32>;
  /** [bins] Position of each in the order, and the bin at each position. */
  private position: StaticArray<i32>;
  private binAt: StaticArray<i32>;
  /** By position in the order; by rank. */
  private open: RoomTree;
  private unopened: RoomTree;
  /** Open bins, the latest last. */
  private history: StaticArray<i32>;
  private openCount: i32 = 0;
  /** [bins] List of the items in each, the latest first. */
  private latest: StaticArray<i32>;
  private earlier: StaticArray<i32>;
  private devices: DeviceState;
  /** [bins] Σ weight · room, for best and worst fit. */
  private roominess: StaticArray<f64>;
  /** Whether amounts are not all there is to check. */
  private isConstrained: bool;
  /** Where bins must be: a place of a level; level −1: anywhere. */
  private level: i32 = -1;
  private place: i32 = 0;

  constructor(
    private instance: Instance,
    private lanes: Lanes,
    /** [kinds] In the order in which they are opened. */
    readonly kindAt: StaticArray<i32>,
    private choice: BinChoice,
    /** [stride] For best and worst fit. */
    private weights: StaticArray<f64>,
    /** [items] Filled: bin, −1 when it is not placed, and devices. */
    readonly bin: StaticArray<i32>,
    private gpus: StaticArray<i32>,
  ) {
    const items = instance.items;
    const kinds = instance.kinds;
    const bins = instance.bins;
    const stride = lanes.stride;
    this.room = new StaticArray<f64>(bins * stride);
    this.opened = new StaticArray<i32>(kinds);
    this.firstBin = new StaticArray<i32>(kinds + 1);
    this.rank = new StaticArray<i32>(kinds);
    this.position = new StaticArray<i32>(bins);
    this.binAt = new StaticArray<i32>(bins);
    this.open = new RoomTree(bins, lanes.count, stride);
    this.unopened = new RoomTree(kinds, lanes.count, stride);
    this.history = new StaticArray<i32>(bins);
    this.latest = new StaticArray<i32>(bins);
    this.earlier = new StaticArray<i32>(items);
    this.devices = new DeviceState(instance);
    this.roominess = new StaticArray<f64>(bins);
    let isConstrained = instance.groups > 0;
    for (let i = 0; i < items; i++) {
      bin[i] = -1;
      gpus[i] = 0;
      if (instance.needsGpu(i) || instance.separate[i] >= 0) isConstrained = true;
    }
    this.isConstrained = isConstrained;
    for (let b = 0; b < bins; b++) {
      const kind = instance.kind[b];
      this.latest[b] = -1;
      this.firstBin[kind + 1] = b + 1;
      addRow(this.room, b, lanes.free, kind, stride);
    }
    let next = 0;
    for (let r = 0; r < kinds; r++) {
      const kind = kindAt[r];
      this.rank[kind] = r;
      this.unopened.set(r, lanes.free, kind);
      for (let b = this.firstBin[kind]; b < this.firstBin[kind + 1]; b++) {
        this.position[b] = next;
        this.binAt[next++] = b;
      }
    }
  }

  /** From now on bins are chosen only in one place of a level, −1: anywhere. */
  restrict(level: i32, place: i32): void {
    this.level = level;
    this.place = place;
  }

  /** The bin that an item gets; −1 if none can take it. */
  choose(item: i32): i32 {
    const b = this.choice == BinChoice.Next ? this.current(item) : this.chooseOpen(item);
    return b >= 0 ? b : this.chooseUnopened(item);
  }

  /** Whether a bin could take the item now. Gangs are the caller's care. */
  fits(item: i32, b: i32): bool {
    return fits(this.lanes.demand, item, this.room, b, this.lanes.stride) && this.isAllowed(item, b);
  }

  insert(item: i32, b: i32): void {
    const gpus = this.instance.needsGpu(item) ? this.devices.choose(item, b) : 0;
    if (this.latest[b] < 0) this.openNext(b);
    this.earlier[item] = this.latest[b];
    this.latest[b] = item;
    this.bin[item] = b;
    this.gpus[item] = gpus;
    if (gpus != 0) this.devices.change(item, b, gpus, -1);
    subtractRow(this.room, b, this.lanes.demand, item, this.lanes.stride);
    this.noteRoom(b);
  }

  /** Takes back the latest placement that is still there. */
  remove(item: i32): void {
    const b = this.bin[item];
    this.latest[b] = this.earlier[item];
    this.bin[item] = -1;
    this.devices.change(item, b, this.gpus[item], 1);
    this.gpus[item] = 0;
    addRow(this.room, b, this.lanes.demand, item, this.lanes.stride);
    if (this.latest[b] >= 0) this.noteRoom(b);
    else this.closeLatest(b);
  }

  private current(item: i32): i32 {
    if (this.openCount == 0) return -1;
    const b = this.history[this.openCount - 1];
    return this.fits(item, b) ? b : -1;
  }

  private chooseOpen(item: i32): i32 {
    const demand = this.lanes.demand;
    const roominess = this.roominess;
    const choice = this.choice;
    let chosen = -1;
    for (let p = this.open.first(demand, item); p >= 0; p = this.open.next(p, demand, item)) {
      const b = this.binAt[p];
      if (!this.isAllowed(item, b)) continue;
      if (choice == BinChoice.First) return b;
      if (chosen < 0) chosen = b;
      else if (choice == BinChoice.Best ? roominess[b] < roominess[chosen] : roominess[b] > roominess[chosen]) chosen = b;
    }
    return chosen;
  }

  private chooseUnopened(item: i32): i32 {
    const demand = this.lanes.demand;
    for (let r = this.unopened.first(demand, item); r >= 0; r = this.unopened.next(r, demand, item)) {
      const b = this.nextCopy(this.kindAt[r]);
      if (this.isAllowed(item, b)) return b;
    }
    return -1;
  }

  /** The first unopened copy. */
  nextCopy(kind: i32): i32 {
    return this.firstBin[kind] + this.opened[kind];
  }

  hasCopy(kind: i32): bool {
    return this.nextCopy(kind) < this.firstBin[kind + 1];
  }

  /** Place, model and devices, separation. */
  // @ts-ignore: decorator
  @inline
  private isAllowed(item: i32, b: i32): bool {
    return !this.isConstrained || this.keepsConstraints(item, b);
  }

  private keepsConstraints(item: i32, b: i32): bool {
    const instance = this.instance;
    const kind = instance.kind[b];
    if (this.level >= 0 && instance.location[4 * kind + this.level] != this.place) return false;
    if (instance.needsGpu(item)) {
      const model = instance.model[kind];
      if (model < 0 || ((instance.models[item] >>> model) & 1) == 0) return false;
      if (this.devices.choose(item, b) == 0) return false;
    }
    const separate = instance.separate[item];
    if (separate < 0) return true;
    for (let other = this.latest[b]; other >= 0; other = this.earlier[other]) {
      if (instance.separate[other] == separate) return false;
    }
    return true;
  }

  private openNext(b: i32): void {
    const kind = this.instance.kind[b];
    this.history[this.openCount++] = b;
    this.opened[kind]++;
    if (!this.hasCopy(kind)) this.unopened.clear(this.rank[kind]);
  }

  private closeLatest(b: i32): void {
    const kind = this.instance.kind[b];
    if (!this.hasCopy(kind)) this.unopened.set(this.rank[kind], this.lanes.free, kind);
    this.openCount--;
    this.opened[kind]--;
    if (this.choice != BinChoice.Next) this.open.clear(this.position[b]);
  }

  private noteRoom(b: i32): void {
    if (this.choice == BinChoice.Next) return;
    this.open.set(this.position[b], this.room, b);
    if (this.choice != BinChoice.Best && this.choice != BinChoice.Worst) return;
    this.roominess[b] = weightedShares(this.weights, this.room, b, this.lanes.largest, this.lanes.stride);
  }
}

import { Instance } from "../instance";
import { latestStart } from "./ranking";
import { ascendingOrder } from "../../sort";

/**
 * Plans for one static server whose requests all wait already. Shortest job first tells roughly when each request could
 * start, t. Those that can wait much longer than t, or are lost by then anyway, go to a late lane, the others to an early
 * one. Each lane is cut into full batches in order of execution; a batch starts when so many of either lane have run, so
 * that a dynamic program over these two numbers merges them with the greatest attained − price · latency.
 * O(requests · log requests + requests · batches).
 */
@final
export class Lanes {
  /** [requests] By execution time in a full batch. */
  private order: StaticArray<i32>;
  /** [requests] By rank in that order: latest start that keeps the promise, and start by shortest job first. */
  private latest: StaticArray<f64>;
  private shortestFirst: StaticArray<f64>;
  private early: Lane;
  private late: Lane;
  /** [early batches + 1, late batches + 1] Greatest value when so many have run, and whether the last one was late. */
  private value: StaticArray<f64>;
  private lastIsLate: StaticArray<bool>;

  constructor(private instance: Instance) {
    const requests = instance.requests;
    const room = instance.maxBatch[0];
    const execution = new StaticArray<f64>(requests);
    for (let r = 0; r < requests; r++) execution[r] = instance.execution(0, r, room);
    const order = ascendingOrder(execution);
    const batches = requests / room + 2;
    this.order = order;
    this.latest = new StaticArray<f64>(requests);
    this.shortestFirst = new StaticArray<f64>(requests);
    this.early = new Lane(instance);
    this.late = new Lane(instance);
    this.value = new StaticArray<f64>(batches * batches);
    this.lastIsLate = new StaticArray<bool>(batches * batches);
    let start = instance.available[0];
    for (let k = 0; k < requests; k++) {
      this.latest[k] = latestStart(instance, 0, order[k]);
      this.shortestFirst[k] = start;
      if ((k + 1) % room == 0) start += execution[order[k]];
    }
  }

  /**
   * Writes a plan. A request whose latest start is at t after the server is available, in terms of its start by shortest
   * job first, is late when it is above `patient` or below `lost`.
   */
  plan(lost: f64, patient: f64, price: f64, server: StaticArray<i32>, batch: StaticArray<i32>): void {
    const begin = this.instance.available[0];
    this.early.clear();
    this.late.clear();
    for (let k = 0, requests = this.order.length; k < requests; k++) {
      const wait = this.shortestFirst[k] - begin;
      const slack = this.latest[k] - begin;
      const lane = slack > patient * wait || slack < lost * wait ? this.late : this.early;
      lane.add(this.order[k], this.latest[k]);
    }
    this.early.cut();
    this.late.cut();
    this.merge(price);
    let i = this.early.batches;
    let j = this.late.batches;
    for (let k = i + j - 1; k >= 0; k--) {
      if (this.lastIsLate[i * (this.late.batches + 1) + j]) this.late.write(--j, k, server, batch);
      else this.early.write(--i, k, server, batch);
    }
  }

  private merge(price: f64): void {
    const early = this.early;
    const late = this.late;
    const value = this.value;
    const columns = late.batches + 1;
    const begin = this.instance.available[0];
    for (let i = 0; i <= early.batches; i++) {
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j;
        let byEarly = -Infinity;
        let byLate = -Infinity;
        if (i > 0) byEarly = value[at - columns] + early.worth(i - 1, begin + early.end[i - 1] + late.end[j], price);
        if (j > 0) byLate = value[at - 1] + late.worth(j - 1, begin + early.end[i] + late.end[j - 1], price);
        value[at] = i + j > 0 ? max(byEarly, byLate) : 0;
        this.lastIsLate[at] = byLate > byEarly;
      }
    }
  }
}

/** Requests in order of execution, in batches of which all but the last are full. */
@final
class Lane {
  batches: i32 = 0;
  /** [batches + 1] Seconds that the batches before take. */
  end: StaticArray<f64>;
  private count: i32 = 0;
  private room: i32;
  private requests: StaticArray<i32>;
  private latest: StaticArray<f64>;

  constructor(private instance: Instance) {
    const room = instance.maxBatch[0];
    this.room = room;
    this.requests = new StaticArray<i32>(instance.requests);
    this.latest = new StaticArray<f64>(instance.requests);
    this.end = new StaticArray<f64>(instance.requests / room + 2);
  }

  clear(): void {
    this.count = 0;
  }

  add(request: i32, latest: f64): void {
    this.requests[this.count] = request;
    this.latest[this.count] = latest;
    this.count++;
  }

  cut(): void {
    this.batches = (this.count + this.room - 1) / this.room;
    for (let k = 0; k < this.batches; k++) {
      const from = k * this.room;
      const to = min(from + this.room, this.count);
      this.end[k + 1] = this.end[k] + this.instance.execution(0, this.requests[to - 1], to - from);
    }
  }

  /** What a batch that starts then attains, less the price of its requests' wait. */
  worth(k: i32, start: f64, price: f64): f64 {
    const from = k * this.room;
    const to = min(from + this.room, this.count);
    let attained = 0.0;
    for (let at = from; at < to; at++) if (this.latest[at] >= start) attained += this.instance.weight[this.requests[at]];
    return attained - price * (<f64>(to - from) * start);
  }

  /** Writes a batch as the plan's batch `number`. */
  write(k: i32, number: i32, server: StaticArray<i32>, batch: StaticArray<i32>): void {
    for (let at = k * this.room, to = min(at + this.room, this.count); at < to; at++) {
      server[this.requests[at]] = 0;
      batch[this.requests[at]] = number;
    }
  }
}

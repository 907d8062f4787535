import { MinHeap } from "../heap";
import { Instance } from "../instance";
import { latestStart } from "./keys";
import { ascendingOrder } from "../../sort";

/**
 * [requests] Due dates of the requests that Moore and Hodgson (1968) accept, Infinity for those that they drop: in order
 * of these dates requests enter a machine that stands for all servers, and whenever the last is late, the longest is
 * dropped. The reference, `bindings/sequence/reference/moore-hodgson.ts`, says what the machine is. O(requests · log
 * requests), and for each that is dropped, the starts of the batches after it.
 */
export function dueDates(instance: Instance): StaticArray<f64> {
  return new Selection(instance).due;
}

@final
class Selection {
  due: StaticArray<f64>;
  /** [requests] */
  private latestStart: StaticArray<f64>;
  /** [requests] Seconds that a batch of such requests keeps the machine. */
  private duration: StaticArray<f64>;
  /** Requests in a batch of the machine. */
  private batch: i32 = 1;

  constructor(private instance: Instance) {
    const requests = instance.requests;
    this.due = new StaticArray<f64>(requests);
    this.latestStart = new StaticArray<f64>(requests);
    this.duration = new StaticArray<f64>(requests);
    let begin = Infinity;
    for (let r = 0; r < requests; r++) begin = min(begin, instance.arrival[r]);
    let available = Infinity;
    for (let s = 0; s < instance.servers; s++) {
      available = min(available, instance.available[s]);
      if (instance.slots[s] == 0) this.batch = max(this.batch, instance.maxBatch[s]);
    }
    begin = max(begin, available);
    for (let r = 0; r < requests; r++) this.relax(r, begin);
    this.select(begin);
  }

  private relax(request: i32, begin: f64): void {
    const instance = this.instance;
    let fastest = 0;
    let execution = Infinity;
    for (let s = 0; s < instance.servers; s++) {
      const each = instance.execution(s, request, instance.maxBatch[s]);
      if (each >= execution) continue;
      execution = each;
      fastest = s;
    }
    let width = 0.0;
    for (let s = 0; s < instance.servers; s++) {
      const size = instance.maxBatch[s];
      width += <f64>size * (execution / instance.execution(s, request, size));
    }
    const inPace =
      instance.promised[request] == 1 &&
      instance.batchLimit[fastest * instance.requests + request] >= instance.maxBatch[fastest];
    const latest = inPace ? latestStart(instance, fastest, request) : -Infinity;
    this.latestStart[request] = latest;
    this.duration[request] = (execution * <f64>this.batch) / width;
    this.due[request] = latest >= begin ? latest + execution : Infinity;
  }

  private select(begin: f64): void {
    const order = ascendingOrder(this.due);
    const machine = new Machine(order, this.duration, this.batch, begin);
    for (let at = 0, requests = order.length; at < requests; at++) {
      if (this.due[order[at]] == Infinity) break;
      machine.add(at);
      while (machine.count > 0 && machine.startOfLast > this.latestStart[order[machine.last]]) {
        this.due[order[machine.dropLongest()]] = Infinity;
      }
    }
  }
}

/** What is accepted so far, in batches. Requests go by their position in the order of due dates. */
@final
class Machine {
  count: i32 = 0;
  /** [count] In ascending order. */
  private accepted: StaticArray<i32>;
  /** [batches] When each batch starts. */
  private start: StaticArray<f64>;
  /** The longest on top. */
  private byDuration: MinHeap;

  constructor(
    /** The request at each position. */
    private order: StaticArray<i32>,
    /** [requests] */
    private duration: StaticArray<f64>,
    private batch: i32,
    begin: f64,
  ) {
    const requests = order.length;
    this.accepted = new StaticArray<i32>(requests);
    this.start = new StaticArray<f64>(requests + 1);
    this.byDuration = new MinHeap(requests);
    this.start[0] = begin;
  }

  get last(): i32 {
    return this.accepted[this.count - 1];
  }

  get startOfLast(): f64 {
    return this.start[(this.count - 1) / this.batch];
  }

  add(position: i32): void {
    this.accepted[this.count++] = position;
    this.byDuration.push(-this.duration[this.order[position]], position);
    this.restart((this.count - 1) / this.batch);
  }

  /** Returns its position. */
  dropLongest(): i32 {
    const position = this.byDuration.pop();
    const at = this.find(position);
    this.count--;
    for (let k = at; k < this.count; k++) this.accepted[k] = this.accepted[k + 1];
    this.restart(at / this.batch);
    return position;
  }

  /** Computes anew when the batches after `first` start. */
  private restart(first: i32): void {
    const batches = this.count / this.batch;
    for (let k = first; k < batches; k++) {
      let longest = 0.0;
      for (let at = k * this.batch, end = at + this.batch; at < end; at++) {
        longest = max(longest, this.duration[this.order[this.accepted[at]]]);
      }
      this.start[k + 1] = this.start[k] + longest;
    }
  }

  private find(position: i32): i32 {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.accepted[middle] < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

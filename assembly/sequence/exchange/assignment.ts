/**
 * Between plans as lines and the assignments of `SequenceSolution`: for each request its server, and the number of its
 * batch there, without gaps; with slots, its place in the server's order.
 */
import { Instance } from "../instance";
import { Batch, Line } from "./lines";
import { Plan } from "./plan";
import { ascendingOrder } from "../../sort";

/** Puts the requests on the lines. With slots, each in its order on the slot that is free first. */
export function load(plan: Plan, instance: Instance, server: StaticArray<i32>, batch: StaticArray<i32>): void {
  const requests = instance.requests;
  const lines = plan.lines;
  const numbered = new StaticArray<Batch>(requests);
  const inOrder = new StaticArray<i32>(requests);
  for (let l = 0; l < lines.length; ) {
    const line = lines[l];
    const s = line.server;
    let end = l + 1;
    while (end < lines.length && lines[end].server == s) end++;
    let count = 0;
    for (let r = 0; r < requests; r++) {
      if (server[r] != s) continue;
      inOrder[batch[r]] = r;
      count = max(count, batch[r] + 1);
    }
    for (let k = 0; k < count; k++) {
      const chosen = end == l + 1 ? line : firstFree(lines, l, end);
      numbered[k] = plan.insert(chosen.tail);
      if (end > l + 1) occupy(chosen, plan.terms.execution(chosen.row, inOrder[k], chosen.pace), instance.arrival[inOrder[k]]);
    }
    for (let r = 0; r < requests; r++) if (server[r] == s) plan.add(r, numbered[batch[r]]);
    for (let k = 0; k < count; k++) plan.refresh(numbered[k]);
    l = end;
  }
}

function firstFree(lines: StaticArray<Line>, from: i32, to: i32): Line {
  let first = lines[from];
  for (let l = from + 1; l < to; l++) if (lines[l].tail.start < first.tail.start) first = lines[l];
  return first;
}

function occupy(line: Line, execution: f64, arrival: f64): void {
  line.tail.start = max(line.tail.start, arrival) + execution;
}

/** A plan as it once was. */
@final
export class Snapshot {
  /** [requests] Line, place of the batch on it, start. */
  private line: StaticArray<Line>;
  private place: StaticArray<i32>;
  private start: StaticArray<f64>;

  constructor(private plan: Plan) {
    const requests = plan.batch.length;
    this.line = new StaticArray<Line>(requests);
    this.place = new StaticArray<i32>(requests);
    this.start = new StaticArray<f64>(requests);
  }

  take(): void {
    const batches = this.plan.batch;
    for (let r = 0, requests = batches.length; r < requests; r++) {
      const batch = batches[r];
      this.line[r] = batch.line;
      this.place[r] = batch.place;
      this.start[r] = batch.start;
    }
  }

  /** Slots: the order is that of the starts, ties to the lower index, in which no request starts later than on its line. */
  write(servers: i32, server: StaticArray<i32>, batch: StaticArray<i32>): void {
    const order = ascendingOrder(this.start);
    const next = new StaticArray<i32>(servers);
    for (let i = 0, requests = order.length; i < requests; i++) {
      const r = order[i];
      const line = this.line[r];
      server[r] = line.server;
      batch[r] = line.isSlot ? next[line.server]++ : this.place[r];
    }
  }
}

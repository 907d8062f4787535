import type { Node } from "../../cluster/model.js";
import type { Task } from "../model.js";
import { capacityOf, needsOf } from "./rules.js";

export interface Span {
  start: number;
  end: number;
}

export interface Occupant extends Span {
  task: Task;
}

interface Excess<T extends Occupant> {
  /** The task whose start exceeds the capacity. */
  occupant: T;
  message: string;
}

/** Seconds in which at least one of the spans lasts. O(n log n). */
export function busySeconds(spans: readonly Span[]): number {
  let busy = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= until) continue;
    busy += end - Math.max(start, until);
    until = end;
  }
  return busy;
}

/**
 * Where tasks on one node hold more than it has. Sweeps over starts and ends in time; a task lets go `tolerance` before
 * its end, so that rounding is no overlap and tasks of zero duration hold nothing. O(n log n).
 */
export function capacityExcesses<T extends Occupant>(node: Node, occupants: readonly T[], tolerance: number) {
  const lasting = occupants.filter(({ start, end }) => end - tolerance > start);
  const starting = [...lasting].sort((a, b) => a.start - b.start);
  const ending = [...lasting].sort((a, b) => a.end - b.end);
  const held = new Holdings(node);
  const excesses: Excess<T>[] = [];
  let ended = 0;
  for (const occupant of starting) {
    // What has ended by now started before now, so it has been taken; the occupant itself ends later.
    while (ending[ended]!.end - tolerance <= occupant.start) held.release(ending[ended++]!.task);
    held.take(occupant.task);
    const message = held.excess(occupant);
    if (message !== undefined) excesses.push({ occupant, message });
  }
  return excesses;
}

/** What the running tasks of a node hold of it. */
class Holdings {
  private readonly capacity: Map<string, number> | undefined;
  private readonly used = new Map<string, number>();
  private readonly running = new Set<Task>();

  constructor(private readonly node: Node) {
    this.capacity = capacityOf(node);
  }

  take(task: Task): void {
    this.running.add(task);
    for (const [resource, amount] of this.needs(task)) {
      this.used.set(resource, (this.used.get(resource) ?? 0) + amount);
    }
  }

  release(task: Task): void {
    this.running.delete(task);
    for (const [resource, amount] of this.needs(task)) this.used.set(resource, this.used.get(resource)! - amount);
    // Begins anew, so that rounding does not add up over a long plan.
    if (this.running.size === 0) this.used.clear();
  }

  excess({ task, start }: Occupant): string | undefined {
    if (this.capacity === undefined) {
      if (this.running.size === 1) return undefined;
      const [other] = this.running;
      return `node "${this.node.id}" runs one task at a time, and "${other!.id}" is still running at ${start}`;
    }
    for (const resource of this.needs(task).keys()) {
      const used = this.used.get(resource)!;
      const has = this.capacity.get(resource) ?? 0;
      if (used > has * (1 + 1e-9)) {
        return `from ${start} on, tasks on node "${this.node.id}" hold ${used} of its ${has} "${resource}"`;
      }
    }
    return undefined;
  }

  private needs(task: Task): Map<string, number> {
    return needsOf(task) ?? this.capacity ?? new Map();
  }
}

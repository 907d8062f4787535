import type { Random } from "../../random.js";
import type { SequenceInstance } from "../instance.js";
import { execution } from "./evaluate.js";
import { type Line, paceOf } from "./lines.js";

/** How far apart on a line the batches of a trade are at most. */
const reach = 3;

/** Kinds take turns. */
const turns = [
  ["trade", "exchange", "shorten", "exchange", "exchange", "slide", "exchange", "join"],
  ["shift", "neighbour", "shorten", "exchange", "exchange", "shorten", "exchange", "slide"],
  ["trade", "exchange", "shorten", "exchange", "exchange", "shorten", "exchange", "part"],
  ["shift", "neighbour", "shorten", "exchange", "exchange", "slide", "exchange", "shorten"],
].flat();

/** Where a batch is. */
interface Place {
  line: Line;
  k: number;
}

/** Draws changes of plans, as `assembly/sequence/exchange/proposals.ts` specifies them. */
export class Proposals {
  readonly #instance: SequenceInstance;
  readonly #random: Random;
  readonly #ranked: number[];

  constructor(instance: SequenceInstance, random: Random) {
    this.#instance = instance;
    this.#random = random;
    const shortest = Array.from({ length: instance.requests }, (_, r) =>
      Math.min(...Array.from(instance.maxBatch, (size, s) => execution(instance, s, r, size))),
    );
    this.#ranked = Array.from(shortest.keys()).sort((a, b) => shortest[a]! - shortest[b]! || a - b);
  }

  /** Changes a plan as an iteration proposes. False when what was drawn is no change, or not allowed. */
  apply(lines: Line[], iteration: number): boolean {
    const random = this.#random;
    const requests = this.#ranked.length;
    switch (turns[iteration % turns.length]) {
      case "exchange": {
        const distance = this.#distance();
        if (distance >= requests) return false;
        const rank = random.below(requests - distance);
        return this.#exchange(lines, this.#ranked[rank]!, this.#ranked[rank + distance]!);
      }
      case "shorten": {
        const longest = this.#longest(placeOf(lines, random.below(requests)));
        const rank = this.#ranked.indexOf(longest) - this.#distance();
        return rank >= 0 && this.#exchange(lines, longest, this.#ranked[rank]!);
      }
      case "neighbour": {
        const r = random.below(requests);
        const others = this.#neighbour(lines, r);
        if (others === undefined) return false;
        const drawn = random.below(requests);
        const next = others.find((s) => s >= drawn) ?? others[0]!;
        return this.#exchange(lines, r, next);
      }
      case "slide": {
        const r = random.below(requests);
        const others = this.#neighbour(lines, r);
        return others !== undefined && this.#join(lines, r, others[0]!);
      }
      case "join":
        return this.#join(lines, random.below(requests), random.below(requests));
      case "part":
        return this.#part(lines, random.below(requests), this.#place(lines));
      case "trade":
        return trade(placeOf(lines, random.below(requests)), 1 + random.below(reach));
      default:
        return this.#shift(placeOf(lines, random.below(requests)), this.#place(lines));
    }
  }

  /** Two requests of different batches exchange places. */
  #exchange(lines: readonly Line[], r: number, s: number): boolean {
    const [a, b] = [placeOf(lines, r), placeOf(lines, s)];
    const [batchOfR, batchOfS] = [batchAt(a), batchAt(b)];
    if (batchOfR === batchOfS) return false;
    const withS = batchOfR.map((each) => (each === r ? s : each));
    const withR = batchOfS.map((each) => (each === s ? r : each));
    if (!this.#canRun(a.line, withS) || !this.#canRun(b.line, withR)) return false;
    a.line.batches[a.k] = withS;
    b.line.batches[b.k] = withR;
    return true;
  }

  /** Request r joins the batch of s. */
  #join(lines: readonly Line[], r: number, s: number): boolean {
    const [source, target] = [placeOf(lines, r), placeOf(lines, s)];
    const joined = [...batchAt(target), r];
    if (batchAt(source) === batchAt(target) || !this.#canRun(target.line, joined)) return false;
    target.line.batches[target.k] = joined;
    leave(r, source);
    return true;
  }

  /** A request gets a batch of its own. */
  #part(lines: readonly Line[], r: number, before: Place): boolean {
    const source = placeOf(lines, r);
    if (batchAt(source).length === 1) return this.#shift(source, before);
    if (!this.#canRun(before.line, [r])) return false;
    leave(r, source);
    before.line.batches.splice(before.k, 0, [r]);
    return true;
  }

  /** A batch moves. */
  #shift(source: Place, before: Place): boolean {
    const together = source.line === before.line;
    if (together && (before.k === source.k || before.k === source.k + 1)) return false;
    if (!this.#canRun(before.line, batchAt(source))) return false;
    const [batch] = source.line.batches.splice(source.k, 1);
    before.line.batches.splice(together && before.k > source.k ? before.k - 1 : before.k, 0, batch!);
    return true;
  }

  #canRun({ kind, server }: Line, batch: readonly number[]): boolean {
    const { base, requests, tokens, kvTokens, maxBatch } = this.#instance;
    if (batch.length > (kind === "static" ? maxBatch[server]! : 1)) return false;
    if (batch.some((r) => base[server * requests + r] === Number.POSITIVE_INFINITY)) return false;
    return batch.reduce((sum, r) => sum + tokens[r]!, 0) <= kvTokens[server]!;
  }

  /** The request that executes longest, ties to the lower index. */
  #longest({ line, k }: Place): number {
    const batch = line.batches[k]!;
    const time = (r: number) => execution(this.#instance, line.server, r, paceOf(this.#instance, line, batch));
    return batch.reduce((a, b) => (time(b) > time(a) || (time(b) === time(a) && b < a) ? b : a));
  }

  /** The requests, by index, of the batch on a drawn side of a request's; none at either end of the line. */
  #neighbour(lines: readonly Line[], r: number): number[] | undefined {
    const { line, k } = placeOf(lines, r);
    const batch = line.batches[this.#random.below(2) === 0 ? k - 1 : k + 1];
    return batch?.toSorted((a, b) => a - b);
  }

  #distance(): number {
    const drawn = this.#random.next();
    const product = (drawn >>> 16) * (drawn & 0xffff);
    return 1 + Math.floor((product * (this.#ranked.length >> 1)) / 2 ** 32);
  }

  /** The batch of a request, or the end of a line. */
  #place(lines: readonly Line[]): Place {
    const requests = this.#ranked.length;
    const drawn = this.#random.below(requests + lines.length);
    if (drawn < requests) return placeOf(lines, drawn);
    const line = lines[drawn - requests]!;
    return { line, k: line.batches.length };
  }
}

/** A batch and one that follows it on its line exchange places. */
function trade({ line, k }: Place, distance: number): boolean {
  const other = k + distance;
  if (other >= line.batches.length) return false;
  [line.batches[k], line.batches[other]] = [line.batches[other]!, line.batches[k]!];
  return true;
}

function leave(r: number, { line, k }: Place): void {
  line.batches[k] = line.batches[k]!.filter((each) => each !== r);
  if (line.batches[k].length === 0) line.batches.splice(k, 1);
}

function placeOf(lines: readonly Line[], r: number): Place {
  const line = lines.find(({ batches }) => batches.some((batch) => batch.includes(r)))!;
  return { line, k: line.batches.findIndex((batch) => batch.includes(r)) };
}

function batchAt({ line, k }: Place): number[] {
  return line.batches[k]!;
}

import { printable } from "../../errors.js";
import type { UnplacedRequest } from "../model.js";
import type { PromiseExplanation, RequestChange, RequestWait, ServedExplanation } from "./model.js";

export function sentenceOfServed(request: string, served: ServedExplanation, promise?: PromiseExplanation): string {
  const { server, start, end, batch, wait, waitedFor, idle } = served;
  const companions = batch.requests.filter((id) => id !== request);
  const company = companions.length === 0 ? "" : ` together with ${listed(companions)}`;
  const runs = `Request ${quoted(request)} runs on server ${quoted(server)} from ${clock(start)} to ${clock(end)} s`;
  const gap = idle > 0 ? `, then ${amount(idle)} s for no reason that the problem gives` : "";
  const sentences = [`${runs}${company}`, `It waited ${amount(wait)} s${reason(waitedFor)}${gap}`];
  if (promise) sentences.push(...promiseSentences(promise));
  return `${sentences.join(". ")}.`;
}

export function sentenceOfUnplaced({ request, reason, proven }: UnplacedRequest, promise?: PromiseExplanation): string {
  const doubt = proven ? "" : "; another sequence might have served it";
  const sentences = [`Request ${quoted(request)} is not served: ${printable(reason, 300)}${doubt}`];
  if (promise?.change) sentences.push(changed(promise.change));
  return `${sentences.join(". ")}.`;
}

function reason(wait: RequestWait): string {
  switch (wait.for) {
    case "arrival":
      return "";
    case "now":
      return `, until ${clock(wait.until)} s, which is now`;
    case "availability":
      return ", for its server to become available";
    case "companion":
      return `, for request ${quoted(wait.request)} of its batch to arrive`;
    case "batch":
      return `, for the batch before to end, and last in it ${quoted(wait.request)}`;
    case "slot":
      return `, until request ${quoted(wait.request)} made room`;
  }
}

function promiseSentences({ kept, hopeless, moment, pace, change }: PromiseExplanation): string[] {
  const sentences: string[] = [];
  if (moment?.slack !== undefined) {
    const { token, by, slack } = moment;
    const margin = slack < 0 ? `${amount(-slack)} s late` : `${amount(slack)} s early`;
    sentences.push(`Its ${token} token, promised by ${clock(by)} s, is there ${margin}`);
  }
  if (pace?.actual !== undefined) {
    sentences.push(`Its tokens take ${amount(pace.actual)} s each, and ${amount(pace.promised)} s are promised`);
  }
  if (change) sentences.push(changed(change));
  else if (!kept && hopeless) sentences.push("Not even first and alone on the best server would its promise be kept");
  return sentences;
}

function changed(change: RequestChange): string {
  switch (change.to) {
    case "smaller-batch":
      return `In a batch of at most ${change.size}, its promise would be kept`;
    case "earlier":
      return `To keep its promise, it would have to start by ${clock(change.startBy)} s${overtaking(change.overtaking)}`;
    case "earlier-alone": {
      const way = `run alone and start by ${clock(change.startBy)} s${overtaking(change.overtaking)}`;
      return `To keep its promise, it would have to ${way}`;
    }
    case "server": {
      const start = change.startBy === undefined ? "" : `, started by ${clock(change.startBy)} s`;
      return `Alone on server ${quoted(change.server)}${start}, its promise would be kept`;
    }
  }
}

function overtaking(batches: readonly string[][]): string {
  return batches.length === 0 ? "" : `, ahead of ${listed(batches.flat())}`;
}

/** The first few names, and how many more there are. */
function listed(names: readonly string[]): string {
  const shown = names.length > 5 ? names.slice(0, 4) : names;
  const rest = names.length - shown.length;
  const words = rest > 0 ? [...shown.map(quoted), `${rest} others`] : shown.map(quoted);
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Of large ones, such as seconds since 1970, the last digits are what matters. */
function clock(value: number): string {
  return Math.abs(value) < 1000 ? amount(value) : String(Number(value.toFixed(3)));
}

function amount(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function quoted(name: string): string {
  return `"${printable(name)}"`;
}

import { type Door, described } from "../door.js";
import { printable } from "../errors.js";
import { limits } from "../limits.js";
import type { EndToEndSlo, InteractiveSlo, Request, Slo } from "./model.js";

/** Requests that have passed the door. */
export interface ParsedRequests {
  requests: Request[];
  /** Position of each request by id. */
  requestIndex: ReadonlyMap<string, number>;
}

const requestKeys = [
  "id",
  "arrival",
  "promptTokens",
  "outputTokens",
  "predictedOutputTokens",
  "slo",
  "weight",
  "class",
  "tenant",
  "score",
  "stepsLeft",
  "prefix",
] as const satisfies (keyof Request)[];
const sloKeys = ["endToEnd", "timeToFirstToken", "timePerOutputToken"] as const satisfies (
  | keyof EndToEndSlo
  | keyof InteractiveSlo
)[];

/** Reads the property as requests. */
export function parseRequests(door: Door, property: string, value: unknown): ParsedRequests {
  door.enter(property);
  const requests: Request[] = [];
  const requestIndex = new Map<string, number>();
  const entries = door.array(value, limits.requests) ?? [];
  for (let i = 0; i < entries.length; i++) {
    const request = parseRequest(door, i, entries[i]);
    const same = requestIndex.get(request.id);
    if (same === undefined) requestIndex.set(request.id, i);
    else if (request.id !== "") {
      door.enter(i);
      door.refuse(`"${printable(request.id)}" is already the id of request ${same}; rename one`, "id");
      door.leave();
    }
    requests.push(request);
  }
  door.leave();
  return { requests, requestIndex };
}

/** Reads the property, or the array entry, as a request: an own copy. */
export function parseRequest(door: Door, property: string | number, value: unknown): Request {
  door.enter(property);
  const request: Request = { id: "", arrival: 0, promptTokens: 1 };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    switch (key) {
      case "id":
      case "class":
      case "tenant":
        request[key] = door.name(key, field);
        break;
      case "arrival":
        request.arrival = door.nonNegative(key, field);
        break;
      case "promptTokens":
      case "outputTokens":
      case "predictedOutputTokens":
      case "stepsLeft":
        request[key] = readTokens(door, key, field);
        break;
      case "slo":
        request.slo = readSlo(door, key, field);
        break;
      case "weight":
        request.weight = door.divisor(key, field);
        break;
      case "score":
        request.score = readScore(door, key, field);
        break;
      case "prefix":
        door.refuse("is not honoured yet; leave it out", key);
        break;
      default:
        door.refuseUnknownKey(key, requestKeys);
    }
  }
  if (fields) {
    door.require(fields, "id", "give every request a name of its own");
    door.require(fields, "arrival", "say when it came, in seconds");
    door.require(fields, "promptTokens", "say how many tokens its prompt has");
    if (request.outputTokens === undefined && request.predictedOutputTokens === undefined) {
      door.refuse('needs "outputTokens" or "predictedOutputTokens"; say how many tokens to plan with');
    }
  }
  door.leave();
  return request;
}

/** A whole number of at least 1. */
function readTokens(door: Door, key: string, value: unknown): number {
  const tokens = door.count(key, value);
  if (tokens <= limits.tokens) return tokens;
  door.refuse(`is ${tokens}; at most ${limits.tokens} are allowed`, key);
  return 1;
}

/** A finite number of either sign. */
function readScore(door: Door, key: string, value: unknown): number {
  // Adding 0 turns −0 into +0.
  if (typeof value === "number" && Math.abs(value) <= limits.largest) return value + 0;
  const bound = limits.largest.toExponential();
  door.refuse(`must be a number between -${bound} and ${bound}, not ${described(value)}`, key);
  return 0;
}

function readSlo(door: Door, property: string, value: unknown): Slo {
  door.enter(property);
  const promises: Partial<EndToEndSlo> & InteractiveSlo = {};
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    const known = sloKeys.find((name) => name === key);
    if (known) promises[known] = door.positive(known, field);
    else door.refuseUnknownKey(key, sloKeys);
  }
  const given = Object.keys(promises).length;
  if (fields && given === 0) door.refuse(`promises nothing; give one of ${sloKeys.join(", ")}, or leave it out`);
  if (promises.endToEnd !== undefined && given > 1) {
    door.refuse('has "endToEnd" beside the promises of an interactive request; leave one kind out');
  }
  door.leave();
  return promises;
}

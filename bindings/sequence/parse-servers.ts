import { type Door, described } from "../door.js";
import { printable } from "../errors.js";
import { limits } from "../limits.js";
import {
  type Coefficients,
  executions,
  type LatencyModel,
  type Limits,
  type PricePerToken,
  type Server,
} from "./model.js";

/** Servers that have passed the door. */
export interface ParsedServers {
  servers: Server[];
  /** Position of each server by id. */
  serverIndex: ReadonlyMap<string, number>;
}

const serverKeys = [
  "id",
  "maxBatch",
  "execution",
  "kvTokens",
  "latency",
  "availableFrom",
  "pricePerHour",
  "pricePerToken",
  "limits",
] as const satisfies (keyof Server)[];
const latencyKeys = ["prefill", "decode"] as const satisfies (keyof LatencyModel)[];
const priceKeys = ["input", "output"] as const satisfies (keyof PricePerToken)[];
const limitKeys = ["requestsPerMinute", "tokensPerMinute", "concurrency"] as const satisfies (keyof Limits)[];

/**
 * Reads the property as servers, of which there is at least one.
 * @param limitsPerMinute whether the reader honours them; else they are refused
 */
export function parseServers(
  door: Door,
  property: string,
  value: unknown,
  { limitsPerMinute }: { limitsPerMinute: boolean },
): ParsedServers {
  door.enter(property);
  const servers: Server[] = [];
  const serverIndex = new Map<string, number>();
  const given = door.array(value, limits.servers);
  if (given?.length === 0) door.refuse("is empty; give at least one server");
  const entries = given ?? [];
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const server = readServer(door, entries[i], limitsPerMinute);
    const same = serverIndex.get(server.id);
    if (same === undefined) serverIndex.set(server.id, i);
    else if (server.id !== "") {
      door.refuse(`"${printable(server.id)}" is already the id of server ${same}; rename one`, "id");
    }
    servers.push(server);
    door.leave();
  }
  door.leave();
  return { servers, serverIndex };
}

function readServer(door: Door, value: unknown, limitsPerMinute: boolean): Server {
  const server: Server = { id: "", maxBatch: 1, latency: { prefill: [0, 0, 0, 1], decode: [0, 0, 0, 0] } };
  const fields = door.object(value);
  if (!fields) return server;
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    switch (key) {
      case "id":
        server.id = door.name(key, field);
        break;
      case "maxBatch":
        server.maxBatch = door.count(key, field);
        if (server.maxBatch > limits.batch) door.refuse(`is ${field}; at most ${limits.batch} are allowed`, key);
        break;
      case "execution":
        server.execution = door.oneOf(key, field, executions);
        break;
      case "kvTokens":
        server.kvTokens = door.count(key, field);
        break;
      case "latency":
        server.latency = readLatency(door, key, field);
        break;
      case "availableFrom":
        server.availableFrom = door.nonNegative(key, field);
        break;
      case "pricePerHour":
        server.pricePerHour = door.nonNegative(key, field);
        break;
      case "pricePerToken":
        server.pricePerToken = readPrice(door, key, field);
        break;
      case "limits":
        server.limits = readLimits(door, key, field, limitsPerMinute);
        break;
      default:
        door.refuseUnknownKey(key, serverKeys);
    }
  }
  door.require(fields, "id", "give every server a name of its own");
  door.require(fields, "maxBatch", "say how many requests run at once");
  door.require(fields, "latency", "give the coefficients of prefill and decode");
  return server;
}

function readLatency(door: Door, property: string, value: unknown): LatencyModel {
  door.enter(property);
  const latency: LatencyModel = { prefill: [0, 0, 0, 1], decode: [0, 0, 0, 0] };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    if (key === "decode") latency.decode = readCoefficients(door, key, field);
    else if (key === "prefill") {
      latency.prefill = readCoefficients(door, key, field);
      if (latency.prefill.every((coefficient) => coefficient < limits.smallestDivisor)) {
        door.refuse(`takes no time; one coefficient must be ${limits.smallestDivisor} or more`, key);
      }
    } else door.refuseUnknownKey(key, latencyKeys);
  }
  if (fields) for (const key of latencyKeys) door.require(fields, key, "give its four coefficients");
  door.leave();
  return latency;
}

function readCoefficients(door: Door, property: string, value: unknown): Coefficients {
  if (!Array.isArray(value) || value.length !== 4) {
    const found = Array.isArray(value) ? `${value.length} entries` : described(value);
    door.refuse(`must be four numbers, of requests × tokens, requests, tokens and 1, not ${found}`, property);
    return [0, 0, 0, 1];
  }
  door.enter(property);
  const [perTokenOfBatch, perRequest, perToken, constant] = value as unknown[];
  const coefficients = [
    door.nonNegative(0, perTokenOfBatch),
    door.nonNegative(1, perRequest),
    door.nonNegative(2, perToken),
    door.nonNegative(3, constant),
  ] as const;
  door.leave();
  return coefficients;
}

function readPrice(door: Door, property: string, value: unknown): PricePerToken {
  door.enter(property);
  const price: PricePerToken = { input: 0, output: 0 };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    const known = priceKeys.find((name) => name === key);
    if (known) price[known] = door.nonNegative(known, field);
    else door.refuseUnknownKey(key, priceKeys);
  }
  if (fields) for (const key of priceKeys) door.require(fields, key, "give dollars for each token");
  door.leave();
  return price;
}

function readLimits(door: Door, property: string, value: unknown, perMinute: boolean): Limits {
  door.enter(property);
  const allowed: Limits = {};
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    const known = limitKeys.find((name) => name === key);
    if (!known) door.refuseUnknownKey(key, limitKeys);
    else if (known !== "concurrency" && !perMinute) {
      door.refuse("is honoured by the sequencer alone; leave it out", known);
    } else allowed[known] = door.count(known, field);
  }
  door.leave();
  return allowed;
}

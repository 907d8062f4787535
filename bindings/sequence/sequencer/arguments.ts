import type { Seconds } from "../../cluster/model.js";
import { type Door, described } from "../../door.js";
import { limits } from "../../limits.js";
import type { Server } from "../model.js";
import { parseRequest } from "../parse-requests.js";
import { obstacleOf } from "./waiting.js";

/** A moment, not before the last. */
export function readNow(door: Door, value: unknown, last: Seconds): Seconds {
  const now = door.nonNegative("now", value);
  if (value === now && now < last)
    door.refuse(`must not be before ${last}, the moment of an earlier call; it is ${now}`, "now");
  return now;
}

/** A whole number, which may be 0. */
export function readOutputTokens(door: Door, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= limits.tokens) return value + 0;
  door.refuse(`must be a whole number from 0 to ${limits.tokens}, not ${described(value)}`, "outputTokens");
  return 0;
}

/** A request that some server can take, as an own copy. Without an arrival, it arrives now. */
export function readRequest(door: Door, property: string, value: unknown, now: Seconds, servers: readonly Server[]) {
  const isArriving = isObject(value) && value.arrival === undefined;
  const request = parseRequest(door, property, isArriving ? { ...value, arrival: now } : value);
  const obstacle = obstacleOf(request, servers);
  if (obstacle !== undefined) {
    door.enter(property);
    door.refuse(obstacle);
    door.leave();
  }
  return request;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { Request, Server } from "../model.js";
import { secondsPerToken } from "./rules.js";

/** When a request has its first and its last token. */
export interface Times {
  firstToken: number;
  end: number;
}

/** The moment that a request is promised by, and the one that it is about. */
export interface PromisedMoment {
  token: "first" | "last";
  by: number;
}

/** Undefined when no moment is promised. */
export function promisedMoment({ arrival, slo }: Request): PromisedMoment | undefined {
  if (slo === undefined) return undefined;
  if ("endToEnd" in slo) return { token: "last", by: arrival + slo.endToEnd };
  if (slo.timeToFirstToken === undefined) return undefined;
  return { token: "first", by: arrival + slo.timeToFirstToken };
}

/** When the token is there. */
export function momentOf({ token }: PromisedMoment, { firstToken, end }: Times): number {
  return token === "first" ? firstToken : end;
}

/** Seconds in which each further token is promised. */
export function promisedPace({ slo }: Request): number | undefined {
  return slo === undefined || "endToEnd" in slo ? undefined : slo.timePerOutputToken;
}

/**
 * Whether a promise is kept at a pace of b requests; undefined when it is too close to call.
 * @param tolerance seconds by which the times may be off; the pace may be off by 1e-9 of itself
 */
export function isKept(request: Request, server: Server, times: Times, b: number, tolerance: number) {
  const moment = promisedMoment(request);
  const pace = promisedPace(request);
  const verdicts = [
    moment === undefined || isAtMost(momentOf(moment, times), moment.by, tolerance),
    pace === undefined || isAtMost(secondsPerToken(server, request, b), pace, 1e-9 * pace),
  ];
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function isAtMost(value: number, bound: number, tolerance: number): boolean | undefined {
  return Math.abs(value - bound) <= tolerance ? undefined : value < bound;
}

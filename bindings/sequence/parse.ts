import { Door } from "../door.js";
import { limits } from "../limits.js";
import type { SequenceProblem } from "./model.js";
import { type ParsedRequests, parseRequests } from "./parse-requests.js";
import { type ParsedServers, parseServers } from "./parse-servers.js";

/** A `sequence` problem that has passed the door: an own copy. Parsing it again changes nothing. */
export interface ParsedSequenceProblem extends ParsedRequests, ParsedServers {
  now: number;
}

const problemKeys = ["requests", "servers", "now"] as const satisfies (keyof SequenceProblem)[];

/**
 * Checks a `sequence` problem, the only time that it is checked.
 * @throws InvalidProblemError with everything that is wrong
 */
export function parseSequenceProblem(value: unknown): ParsedSequenceProblem {
  return new Door().admit((door) => {
    let givenRequests: unknown;
    let givenServers: unknown;
    let now = 0;
    const fields = door.object(value);
    for (const key in fields) {
      const field = fields[key];
      if (key === "requests") givenRequests = field;
      else if (key === "servers") givenServers = field;
      else if (key === "now") now = field === undefined ? 0 : door.nonNegative(key, field);
      else door.refuseUnknownKey(key, problemKeys);
    }
    const requests = parseRequests(door, "requests", givenRequests);
    const servers = parseServers(door, "servers", givenServers, { limitsPerMinute: false });
    refuseTooMany(door, requests.requests.length, servers.servers.length);
    return { ...requests, ...servers, now };
  });
}

function refuseTooMany(door: Door, requests: number, servers: number): void {
  if (requests * servers <= limits.requestsOnServers) return;
  const most = limits.requestsOnServers;
  door.refuse(
    `${requests} requests on ${servers} servers are too many; their product may be ${most} at most`,
    "requests",
  );
}

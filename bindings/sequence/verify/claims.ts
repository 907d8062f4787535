import type { Request, SequencedRequest, Server } from "../model.js";
import type { Report } from "./codes.js";
import type { CheckedSequence } from "./read.js";
import type { Rules } from "./rules.js";

/** A request that the sequence has a server serve, both known to the problem. */
export interface Claim {
  request: Request;
  server: Server;
  start: number;
  firstToken: number;
  end: number;
  /** What the sequence says of its promise. */
  met: boolean | undefined;
  /** The batch that it is in; undefined when there is none, or not of its server. */
  batch: BatchClaim | undefined;
  /** JSON pointer to where it says so. */
  path: string;
}

/** A batch on a known server. */
export interface BatchClaim {
  server: Server;
  start: number;
  end: number;
  /** Those of its requests that are served, as listed. */
  members: Claim[];
  path: string;
}

/** What a sequence says, tied back to the problem. */
export interface Claims {
  /** By request id, in the order of the sequence. */
  served: Map<string, Claim>;
  batches: BatchClaim[];
}

/** Finds the requests and servers that the sequence names, and reports what is unknown, twice there or not at all. */
export function claimsOf(sequence: CheckedSequence, rules: Rules, report: Report): Claims {
  const served = new Map<string, Claim>();
  const listed = new Set<string>();
  for (const [index, entry] of sequence.requests.entries()) {
    const claim = claimOf(entry, `/requests/${index}`, listed, rules, report);
    if (claim) served.set(entry.request, claim);
  }
  const named = new Set(listed);
  for (const [index, { request }] of sequence.unplaced.entries()) {
    identify(request, `/unplaced/${index}/request`, named, rules, report);
  }
  for (const id of rules.requests.keys()) {
    if (!named.has(id)) {
      report("missing-request", "/requests", `request "${id}" is neither served nor listed as unplaced`);
    }
  }
  return { served, batches: batchClaims(sequence, served, listed, rules, report) };
}

function claimOf(entry: SequencedRequest, path: string, listed: Set<string>, rules: Rules, report: Report) {
  const { start, firstToken, end, met } = entry;
  const request = identify(entry.request, `${path}/request`, listed, rules, report);
  const server = theServer(entry.server, `${path}/server`, rules, report);
  if (!request || !server) return undefined;
  return { request, server, start, firstToken, end, met, batch: undefined, path };
}

function batchClaims(
  { batches }: CheckedSequence,
  served: Map<string, Claim>,
  listed: Set<string>,
  rules: Rules,
  report: Report,
): BatchClaim[] {
  const inBatch = new Set<string>();
  const claims: BatchClaim[] = [];
  for (const [index, { server: id, start, end, requests }] of batches.entries()) {
    const path = `/batches/${index}`;
    const server = theServer(id, `${path}/server`, rules, report);
    const members: Claim[] = [];
    for (const [position, request] of requests.entries()) {
      const at = `${path}/requests/${position}`;
      const claim = served.get(request);
      if (!rules.requests.has(request)) {
        report("unknown-request", at, `the problem has no request "${request}"`);
      } else if (!listed.has(request)) {
        report("wrong-batch", at, `request "${request}" is not among the served`);
      } else if (inBatch.has(request)) {
        report("wrong-batch", at, `request "${request}" is in a batch before`);
      } else if (claim && server && claim.server !== server) {
        report("wrong-batch", at, `request "${request}" is served by "${claim.server.id}", not by "${server.id}"`);
      } else if (claim) {
        members.push(claim);
      }
      inBatch.add(request);
    }
    if (!server) continue;
    const batch = { server, start, end, members, path };
    for (const claim of members) claim.batch = batch;
    claims.push(batch);
  }
  for (const [id, { path }] of served) {
    if (!inBatch.has(id)) report("wrong-batch", `${path}/request`, `request "${id}" is in no batch`);
  }
  return claims;
}

function identify(id: string, path: string, named: Set<string>, rules: Rules, report: Report): Request | undefined {
  const request = rules.requests.get(id);
  if (request === undefined) {
    report("unknown-request", path, `the problem has no request "${id}"`);
  } else if (named.has(id)) {
    report("duplicate-request", path, `request "${id}" is listed before`);
    return undefined;
  }
  named.add(id);
  return request;
}

function theServer(id: string, path: string, rules: Rules, report: Report): Server | undefined {
  const server = rules.servers.get(id);
  if (server === undefined) report("unknown-server", path, `the problem has no server "${id}"`);
  return server;
}

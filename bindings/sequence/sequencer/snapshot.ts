import type { Seconds } from "../../cluster/model.js";
import { type Door, described } from "../../door.js";
import { printable } from "../../errors.js";
import { limits } from "../../limits.js";
import type { Server } from "../model.js";
import { parseRequest } from "../parse-requests.js";
import { readRequest } from "./arguments.js";
import type { PlanState, RunningState, SendState, SequencerSnapshot, SequencerTotals, ServiceState } from "./model.js";

/**
 * Reads a snapshot, for servers that need not be those that it was taken with: each running request must be on one of
 * them, and one must be able to take each that waits. What else concerns servers that are gone is left out.
 */
export function readSnapshot(door: Door, property: string, value: unknown, servers: readonly Server[]) {
  const known = new Set(servers.map(({ id }) => id));
  return readObject(door, property, value, (fields): SequencerSnapshot => {
    if (fields.version !== 1) door.refuse("must be 1, the only version that is known", "version");
    const now = door.nonNegative("now", fields.now);
    const waiting = readArray(door, "waiting", fields.waiting, (entry) => ({
      request: readRequest(door, "request", entry.request, now, servers),
      since: readWhole(door, "since", entry.since),
    }));
    const running = readArray(door, "running", fields.running, (entry) => readRunning(door, entry, now, known));
    refuseTwice(
      door,
      [...waiting, ...running].map(({ request }) => request.id),
    );
    const sends = readArray(door, "sends", fields.sends, (entry) => readSend(door, entry, now));
    return {
      version: 1,
      now,
      decisions: readWhole(door, "decisions", fields.decisions),
      waiting,
      running,
      sends: sends.filter(({ server }) => known.has(server)).sort((a, b) => a.start - b.start),
      service: readObject(door, "service", fields.service, (service) => readService(door, service)),
      plan: readObject(door, "plan", fields.plan, (plan) => readPlan(door, plan)),
      totals: readObject(door, "totals", fields.totals, (totals) => readTotals(door, totals)),
    };
  });
}

type Fields = Record<string, unknown>;

function readRunning(door: Door, fields: Fields, now: Seconds, servers: ReadonlySet<string>): RunningState {
  const server = door.name("server", fields.server);
  if (server !== "" && !servers.has(server)) door.refuseUnknownName("no server", server, servers, "server");
  return {
    request: parseRequest(door, "request", fields.request),
    server,
    start: readPast(door, "start", fields.start, now),
    end: door.nonNegative("end", fields.end),
  };
}

function readSend(door: Door, fields: Fields, now: Seconds): SendState {
  return {
    server: door.name("server", fields.server),
    request: door.name("request", fields.request),
    start: readPast(door, "start", fields.start, now),
    tokens: readWhole(door, "tokens", fields.tokens),
  };
}

function readService(door: Door, fields: Fields): ServiceState {
  return {
    floor: readWhole(door, "floor", fields.floor),
    tenants: readArray(door, "tenants", fields.tenants, ({ tenant, served }) => ({
      tenant: tenant === null ? null : door.name("tenant", tenant),
      served: readWhole(door, "served", served),
    })),
  };
}

function readPlan(door: Door, fields: Fields): PlanState {
  const servers = readArray(door, "servers", fields.servers, ({ server, batches }) => ({
    server: door.name("server", server),
    batches: readBatches(door, "batches", batches),
  }));
  refuseTwice(
    door,
    servers.flatMap(({ batches }) => batches.flat()),
  );
  return {
    made: readWhole(door, "made", fields.made),
    isStale: door.boolean("isStale", fields.isStale),
    servers,
  };
}

function readBatches(door: Door, property: string, value: unknown): string[][] {
  door.enter(property);
  const entries = door.array(value, limits.requests) ?? [];
  const batches = Array.from(entries, (entry, i) => door.names(String(i), entry, limits.batch));
  door.leave();
  return batches;
}

function readTotals(door: Door, fields: Fields): SequencerTotals {
  return {
    completed: readWhole(door, "completed", fields.completed),
    tokens: readWhole(door, "tokens", fields.tokens),
    cost: readSum(door, "cost", fields.cost),
  };
}

function readObject<T>(door: Door, property: string | number, value: unknown, read: (fields: Fields) => T): T {
  door.enter(property);
  const result = read(door.object(value) ?? {});
  door.leave();
  return result;
}

function readArray<T>(door: Door, property: string, value: unknown, read: (fields: Fields) => T): T[] {
  door.enter(property);
  const entries = door.array(value, limits.requests) ?? [];
  const result = Array.from(entries, (entry, i) => readObject(door, i, entry, read));
  door.leave();
  return result;
}

/** A moment, not after now. */
function readPast(door: Door, key: string, value: unknown, now: Seconds): Seconds {
  const moment = door.nonNegative(key, value);
  if (moment > now) door.refuse(`must not be after ${now}, the moment of the snapshot; it is ${moment}`, key);
  return moment;
}

/** What adds up may exceed any number that a problem may have. */
function readSum(door: Door, key: string, value: unknown): number {
  if (typeof value === "number" && value >= 0 && value < Infinity) return value + 0;
  door.refuse(`must be a number of at least 0, not ${described(value)}`, key);
  return 0;
}

/** A whole number, which may be 0. */
function readWhole(door: Door, key: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return (value as number) + 0;
  door.refuse(`must be a whole number of at least 0, not ${described(value)}`, key);
  return 0;
}

function refuseTwice(door: Door, ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (id !== "" && seen.has(id)) door.refuse(`has the request "${printable(id)}" twice`);
    seen.add(id);
  }
}

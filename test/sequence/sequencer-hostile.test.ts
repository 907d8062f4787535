import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidProblemError, LehrError } from "../../bindings/errors.js";
import { type Sequencer, sequencerOn } from "../../bindings/sequence/sequencer.js";
import { options, request } from "./sequencer-arbitraries.js";
import { randomKernel } from "./sequencer-kernel.js";

const sequencer = sequencerOn(randomKernel);

/** Values that slip through careless checks. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e-320, 1e15, 1e308, 2 ** 53, NaN, Infinity, -Infinity, 10n),
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    "",
    "__proto__",
    "request-1",
    "server-0",
    [],
    {},
    [null],
    Symbol("x"),
  ),
  fc.anything({ maxDepth: 2 }),
);
const mostlySound = <T>(sound: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: sound }, hostile) as fc.Arbitrary<T>;

test("arguments of any kind are taken, or refused without a trace", () => {
  const id = mostlySound(fc.nat(30).map((i) => `request-${i}`));
  const server = mostlySound(fc.constantFrom("server-0", "server-1"));
  const now = mostlySound(fc.integer({ min: 0, max: 99 }));
  const call: fc.Arbitrary<(queue: Sequencer) => unknown> = fc.oneof(
    fc.tuple(mostlySound(request), now).map(
      ([request, now]) =>
        (queue: Sequencer) =>
          queue.add(request, now),
    ),
    fc.tuple(id, now).map(
      ([id, now]) =>
        (queue: Sequencer) =>
          queue.remove(id, now),
    ),
    fc.tuple(server, now).map(
      ([server, now]) =>
        (queue: Sequencer) =>
          queue.next(server, now),
    ),
    fc.tuple(server, now).map(
      ([server, now]) =>
        (queue: Sequencer) =>
          queue.wakeAt(server, now),
    ),
    fc.tuple(id, now, mostlySound(fc.nat(50))).map(
      ([id, now, output]) =>
        (queue: Sequencer) =>
          queue.complete(id, now, output),
    ),
  );
  fc.assert(
    fc.property(options, fc.array(call, { maxLength: 30 }), (options, calls) => {
      const queue = sequencer(options);
      for (const call of calls) {
        const before = queue.snapshot();
        try {
          call(queue);
        } catch (error) {
          expect(error).toBeInstanceOf(LehrError);
          expect(queue.snapshot()).toEqual(before);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a snapshot that was meddled with is refused, or does no harm", () => {
  const change = fc.record({ at: fc.nat(), value: hostile, kind: fc.constantFrom("replace", "remove", "repeat") });
  let accepted = 0;
  fc.assert(
    fc.property(options, fc.array(request, { maxLength: 12 }), change, (options, requests, change) => {
      const queue = sequencer(options);
      for (const each of requests) {
        try {
          queue.add(each, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidProblemError);
        }
      }
      for (const { id } of options.servers) queue.next(id, 60);
      const snapshot = queue.snapshot();
      meddle(snapshot, change);
      let restored: Sequencer;
      try {
        restored = sequencer(options, snapshot);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidProblemError);
        return;
      }
      accepted++;
      drain(
        restored,
        options.servers.map(({ id }) => id),
      );
    }),
    { numRuns: 1000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

/** Changes, removes or repeats one of the values somewhere within. */
function meddle(root: object, { at, value, kind }: { at: number; value: unknown; kind: string }): void {
  const places: [object, string][] = [];
  const collect = (parent: object) => {
    for (const [key, child] of Object.entries(parent)) {
      places.push([parent, key]);
      if (typeof child === "object" && child !== null) collect(child);
    }
  };
  collect(root);
  const [parent, key] = places[at % places.length]! as [Record<string, unknown>, string];
  if (Array.isArray(parent) && kind === "remove") parent.splice(Number(key), 1);
  else if (Array.isArray(parent) && kind === "repeat") parent.push(structuredClone(parent[Number(key)]));
  else if (kind === "remove") delete parent[key];
  else parent[key] = value;
}

/** Serves everything; no request is started twice. */
function drain(queue: Sequencer, servers: readonly string[]): void {
  const { now, running, waiting } = queue.snapshot();
  const latest = [...waiting, ...running].reduce((last, { request }) => Math.max(last, request.arrival), now);
  // Time ends at 1e15.
  if (latest > 1e14) return;
  for (const { request } of running) queue.complete(request.id, now, 1);
  const started = new Set<string>();
  for (let round = 1; queue.waiting > 0; round++) {
    expect(round).toBeLessThan(300);
    const moment = latest + 60 * round;
    for (const server of servers) {
      for (const id of queue.next(server, moment)?.requests ?? []) {
        expect(started.has(id)).toBe(false);
        started.add(id);
        queue.complete(id, moment, 1);
      }
    }
  }
}

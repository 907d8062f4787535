import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import type {
  Dispatch,
  SequencerOptions,
  SequencerRequest,
  SequencerSnapshot,
} from "../../bindings/sequence/sequencer/model.js";
import { type Sequencer, sequencerOn } from "../../bindings/sequence/sequencer.js";
import { options, pause, request } from "./sequencer-arbitraries.js";
import { Books } from "./sequencer-bookkeeping.js";
import { randomKernel } from "./sequencer-kernel.js";

const sequencer = sequencerOn(randomKernel);

/** A queue, and a second one that is stopped and restored before every call: they must answer alike. */
class Queues {
  readonly whole: Sequencer;
  #stopped: Sequencer;
  /** What each request that runs or waits has as its prompt. */
  readonly prompts = new Map<string, number>();

  constructor(readonly options: SequencerOptions) {
    this.whole = sequencer(options);
    this.#stopped = sequencer(options);
  }

  call<T>(what: (queue: Sequencer) => T): T {
    const snapshot = this.#stopped.snapshot();
    this.#stopped = this.restored(snapshot);
    expect(this.#stopped.snapshot()).toEqual(snapshot);
    const answer = what(this.whole);
    expect(what(this.#stopped)).toEqual(answer);
    expect(this.#stopped.snapshot()).toEqual(this.whole.snapshot());
    return answer;
  }

  restored(snapshot: SequencerSnapshot = this.whole.snapshot()): Sequencer {
    return sequencer(this.options, JSON.parse(JSON.stringify(snapshot)));
  }
}

abstract class Command implements fc.Command<Books, Queues> {
  constructor(
    /** Seconds that pass before. */
    readonly pause: number,
  ) {}

  check(_: Readonly<Books>): boolean {
    return true;
  }

  run(books: Books, queues: Queues): void {
    books.now += this.pause;
    this.act(books, queues);
    expect(queues.whole).toMatchObject({ waiting: books.waiting.size, running: books.running.size });
    expect(queues.whole.totals).toMatchObject({ completed: books.count.completed, tokens: books.count.tokens });
    const { added, completed, removed } = books.count;
    expect(queues.whole.waiting + queues.whole.running + completed + removed).toBe(added);
  }

  abstract act(books: Books, queues: Queues): void;
}

class Add extends Command {
  constructor(
    pause: number,
    readonly request: SequencerRequest,
    /** Seconds from now to the arrival; undefined leaves it out. */
    readonly ahead: number | undefined,
  ) {
    super(pause);
  }

  act(books: Books, queues: Queues): void {
    const { ahead } = this;
    const request = ahead === undefined ? this.request : { ...this.request, arrival: Math.max(0, books.now + ahead) };
    const isWelcome = !books.isPresent(request.id) && books.isServable(request);
    queues.call((queue) => {
      const add = () => queue.add(request, books.now);
      if (isWelcome) add();
      else expect(add).toThrow(InvalidProblemError);
    });
    if (!isWelcome) return;
    books.add(request);
    queues.prompts.set(request.id, request.promptTokens);
  }

  override toString(): string {
    return `+${this.pause} add(${fc.stringify(this.request)}, ahead ${this.ahead})`;
  }
}

class Remove extends Command {
  constructor(
    pause: number,
    readonly id: string,
  ) {
    super(pause);
  }

  act(books: Books, queues: Queues): void {
    expect(queues.call((queue) => queue.remove(this.id, books.now))).toBe(books.remove(this.id));
  }

  override toString(): string {
    return `+${this.pause} remove(${this.id})`;
  }
}

class Next extends Command {
  constructor(
    pause: number,
    readonly pick: number,
  ) {
    super(pause);
  }

  act(books: Books, queues: Queues): void {
    const server = books.servers[this.pick % books.servers.length]!;
    if (ask(books, queues, server.id)) return;
    expect(books.log.get(server.id)!.filter(({ start }) => start > books.now)).toEqual([]);
    checkWake(books, queues, server.id);
  }

  override toString(): string {
    return `+${this.pause} next(${this.pick})`;
  }
}

class Complete extends Command {
  constructor(
    pause: number,
    readonly pick: number,
    readonly output: number,
  ) {
    super(pause);
  }

  override check(books: Readonly<Books>): boolean {
    return books.running.size > 0;
  }

  act(books: Books, queues: Queues): void {
    complete(books, queues, [...books.running.keys()][this.pick % books.running.size]!, this.output);
  }

  override toString(): string {
    return `+${this.pause} complete(${this.pick}, ${this.output} tokens)`;
  }
}

/** A moment before the last call is refused, whatever is called. */
class TurnBack extends Command {
  override check(books: Readonly<Books>): boolean {
    return books.now > 0;
  }

  act(books: Books, queues: Queues): void {
    const { id } = books.servers[0]!;
    queues.call((queue) => {
      queue.wakeAt(id, books.now);
      const before = queue.snapshot();
      for (const call of [
        () => queue.next(id, books.now / 2),
        () => queue.remove("request-0", books.now / 2),
        () => queue.wakeAt(id, NaN),
        () => queue.add({ id: "late", promptTokens: 1, outputTokens: 1 }, books.now / 2),
      ]) {
        expect(call).toThrow(/\/now: must/);
      }
      expect(queue.snapshot()).toEqual(before);
    });
  }

  override toString(): string {
    return `+${this.pause} turn back`;
  }
}

/** Asks a server, and checks what it starts against the books. */
function ask(books: Books, queues: Queues, id: string): Dispatch | undefined {
  const server = books.servers.find((server) => server.id === id)!;
  const dispatch = queues.call((queue) => queue.next(id, books.now));
  if (!dispatch) return undefined;
  expect(dispatch).toMatchObject({ server: id, start: books.now });
  expect(dispatch.requests.length).toBeGreaterThan(0);
  expect(dispatch.end).toBeGreaterThan(books.now);
  expect(books.faults(server, dispatch.requests)).toEqual([]);
  books.start(dispatch);
  return dispatch;
}

function complete(books: Books, queues: Queues, id: string, output: number): void {
  queues.call((queue) => queue.complete(id, books.now, output));
  books.complete(id, queues.prompts.get(id)!, output);
}

/** Until the moment that it names, the server starts nothing if nothing happens. */
function checkWake(books: Books, queues: Queues, id: string): void {
  const wake = queues.call((queue) => queue.wakeAt(id, books.now));
  if (wake !== undefined) expect(wake).toBeGreaterThan(books.now);
  const copy = queues.restored();
  const until = wake ?? books.now + 500;
  for (const part of [0.25, 0.5, 0.75, 0.999]) {
    const moment = books.now + part * (until - books.now);
    if (moment < until) expect(copy.next(id, moment)).toBeUndefined();
  }
}

/** Asks every server until none starts anything. */
function askAll(books: Books, queues: Queues): void {
  while (books.servers.map(({ id }) => ask(books, queues, id)).some((dispatch) => dispatch)) {}
}

const commands = fc.commands(
  [
    fc
      .tuple(pause, request, fc.option(fc.constantFrom(-20, -1, 0, 2, 30), { nil: undefined, freq: 3 }))
      .map(([pause, request, ahead]) => new Add(pause, request, ahead)),
    fc.tuple(pause, request, fc.constant(undefined)).map(([pause, request, ahead]) => new Add(pause, request, ahead)),
    fc.tuple(pause, fc.nat(30)).map(([pause, i]) => new Remove(pause, `request-${i}`)),
    fc.tuple(pause, fc.nat(2)).map(([pause, pick]) => new Next(pause, pick)),
    fc.tuple(pause, fc.nat(2)).map(([pause, pick]) => new Next(pause, pick)),
    fc.tuple(pause, fc.nat(9), fc.integer({ min: 0, max: 40 })).map(([pause, pick, n]) => new Complete(pause, pick, n)),
    pause.map((pause) => new TurnBack(pause)),
  ],
  { maxCommands: 60, size: "max" },
);

test("no call loses, duplicates or overloads anything, and in the end everything is served", () => {
  fc.assert(
    fc.property(options, commands, (given, commands) => {
      const books = new Books(given.servers);
      const queues = new Queues(given);
      fc.modelRun(() => ({ model: books, real: queues }), commands);

      // Nothing else comes: with time and completions everything is served.
      for (let round = 0; books.waiting.size + books.running.size > 0; round++) {
        expect(round, "rounds until all is served").toBeLessThan(300);
        askAll(books, queues);
        const isOverdueHeld = queues.whole.snapshot().waiting.length > 0;
        if (books.running.size === 0 && isOverdueHeld) expect(wakeOfAll(books, queues)).toBeGreaterThan(books.now);
        books.now += 10;
        for (const id of [...books.running.keys()]) complete(books, queues, id, 5);
      }
      expect(queues.whole).toMatchObject({ waiting: 0, running: 0 });
    }),
    { numRuns: 200 },
  );
});

/** When nothing runs, and something waits, there is a moment at which something will start. */
function wakeOfAll(books: Books, queues: Queues): number {
  const wakes = books.servers.map(({ id }) => queues.call((queue) => queue.wakeAt(id, books.now)) ?? Infinity);
  return Math.min(...wakes) < Infinity ? Math.min(...wakes) : 0;
}

/** What a benchmark finds, as one flat list; every table and chart is made from it. */
import type { Statistics } from "../../bindings/bench/statistics.js";

export { type Statistics, statisticsOf } from "../../bindings/bench/statistics.js";

/** One name: suite, topic, row and column. Figures of one topic and row can be compared with each other. */
export interface Figure extends Statistics {
  suite: string;
  topic: string;
  /** The problem, mostly. */
  row: string;
  /** The contestant, or the time it had. */
  column: string;
  /** `ms`, `µs`, `share`, `bins`, … Of `ms` and `µs` less is better. */
  unit: string;
  /** How many tasks, nodes, requests or items one sample works through, where that matters. */
  size?: number;
  /** Of lehr, and the less the better: `bench:compare` fails when it gets worse. */
  watched?: boolean;
}

/** Figures of one topic, as a table of rows and columns in the order in which they were measured. */
export class Topic {
  readonly #figures: readonly Figure[];

  constructor(figures: readonly Figure[], topic: string) {
    this.#figures = figures.filter((figure) => figure.topic === topic);
  }

  get rows(): string[] {
    return [...new Set(this.#figures.map(({ row }) => row))];
  }

  get columns(): string[] {
    return [...new Set(this.#figures.map(({ column }) => column))];
  }

  at(row: string, column: string): Figure | undefined {
    return this.#figures.find((figure) => figure.row === row && figure.column === column);
  }

  /** Of one row, in order. */
  of(row: string): Figure[] {
    return this.#figures.filter((figure) => figure.row === row);
  }
}

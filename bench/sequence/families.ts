/**
 * Seeded requests and a server for the benchmarks, as plain problems. A benchmark asks for several seeds of one shape and
 * rotates over them.
 *
 * All requests wait when planning begins. Lengths are drawn from tables of quantiles in the manner of production traces:
 * most requests short, some very long. The server is of the order of Llama2-70B on a machine with A100s: a prompt of 512
 * tokens takes about 0.2 s, a further token 55 ms, a little more in a large batch.
 */
import { Random } from "../../bindings/random.js";
import type { LatencyModel, Request, SequenceProblem, Slo } from "../../bindings/sequence/model.js";

export const mixes = ["chat", "mixed", "agent", "summarisation"] as const;
type Mix = (typeof mixes)[number];

/** How long the promises reach, as a share of the time that serving everything takes. */
export const tightnesses = { tight: 0.6, moderate: 0.9, loose: 1.3 } as const;
export type Tightness = keyof typeof tightnesses;

export interface Shape {
  requests: number;
  maxBatch: number;
  tightness: Tightness;
  mix: Mix;
  seed: number;
}

export const latency: LatencyModel = {
  prefill: [1.5e-4, 0, 2e-4, 0.02],
  decode: [2e-7, 4e-4, 1e-6, 0.0535],
};

export function generateProblem(shape: Shape): SequenceProblem {
  const random = new Random(shape.seed);
  const { maxBatch } = shape;
  const drawn = Array.from({ length: shape.requests }, () => drawRequest(shape.mix, random));
  const total = drawn.reduce((sum, lengths) => sum + executionSeconds(lengths, maxBatch), 0);
  // A batch lasts as long as its longest request; batches of like requests need about a quarter more than their mean.
  const horizon = (1.25 * total) / maxBatch;
  const requests = drawn.map((lengths, index): Request => {
    const patience = tightnesses[shape.tightness] * (lengths.interactive ? 0.6 : 1.2) * horizon * uniform(random);
    return { id: `request-${index}`, arrival: 0, ...lengthsOf(lengths), slo: promise(lengths, maxBatch, patience) };
  });
  return { requests, servers: [{ id: "server", maxBatch, latency }] };
}

/** Seconds that a request takes in a full batch. */
function executionSeconds({ promptTokens, outputTokens }: Lengths, maxBatch: number): number {
  const further = outputTokens - 1;
  const meanContext = promptTokens + outputTokens / 2;
  return linear(latency.prefill, maxBatch, promptTokens) + further * linear(latency.decode, maxBatch, meanContext);
}

/** What is kept by a start within `patience` seconds. */
function promise(lengths: Lengths, maxBatch: number, patience: number): Slo {
  if (!lengths.interactive) return { endToEnd: executionSeconds(lengths, maxBatch) + patience };
  return {
    timeToFirstToken: linear(latency.prefill, maxBatch, lengths.promptTokens) + patience,
    timePerOutputToken: 0.15,
  };
}

function linear([perBoth, perRequest, perToken, fixed]: LatencyModel["prefill"], b: number, l: number): number {
  return perBoth * b * l + perRequest * b + perToken * l + fixed;
}

interface Lengths {
  promptTokens: number;
  outputTokens: number;
  /** Promised are the first token and the pace, otherwise the end. */
  interactive: boolean;
}

function lengthsOf({ promptTokens, outputTokens }: Lengths): Pick<Request, "promptTokens" | "outputTokens"> {
  return { promptTokens, outputTokens };
}

function drawRequest(mix: Mix, random: Random): Lengths {
  const interactive = uniform(random) < shareInteractive[mix];
  const { prompt, output } = mix === "mixed" ? (interactive ? lengthsBy.chat : lengthsBy.batch) : lengthsBy[mix];
  return { promptTokens: draw(prompt, random), outputTokens: draw(output, random), interactive };
}

const shareInteractive: Record<Mix, number> = { chat: 0.7, mixed: 0.5, agent: 0.2, summarisation: 0 };

/** Tokens at 0 %, 10 %, …, 100 % of the requests. */
const lengthsBy = {
  chat: {
    prompt: [8, 20, 40, 70, 120, 200, 320, 480, 750, 1300, 4000],
    output: [20, 80, 130, 170, 210, 250, 290, 340, 400, 490, 800],
  },
  batch: {
    prompt: [50, 150, 250, 350, 500, 700, 950, 1300, 1800, 2600, 6000],
    output: [60, 120, 170, 220, 270, 320, 380, 450, 540, 680, 1200],
  },
  agent: {
    prompt: [200, 600, 900, 1300, 1800, 2400, 3000, 3800, 5000, 7000, 12000],
    output: [20, 40, 60, 85, 115, 150, 200, 270, 380, 600, 1500],
  },
  summarisation: {
    prompt: [800, 1300, 1800, 2300, 2800, 3300, 3900, 4600, 5500, 7000, 12000],
    output: [40, 70, 90, 110, 130, 150, 175, 200, 240, 300, 500],
  },
} as const;

function draw(quantiles: readonly number[], random: Random): number {
  const at = uniform(random) * (quantiles.length - 1);
  const below = Math.floor(at);
  const [low, high] = [quantiles[below]!, quantiles[below + 1]!];
  return Math.round(low + (high - low) * (at - below));
}

/** From 0 to 1. */
function uniform(random: Random): number {
  return random.next() / 2 ** 32;
}

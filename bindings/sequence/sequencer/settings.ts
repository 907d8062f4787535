import { Door } from "../../door.js";
import { InvalidOptionsError } from "../../errors.js";
import { limits } from "../../limits.js";
import { suggestion } from "../../suggestion.js";
import type { SequenceKernel } from "../instance.js";
import type { Server } from "../model.js";
import { parseServers } from "../parse-servers.js";
import { encodeObjective, type ResolvedOptions, resolveSequenceOptions } from "../settings.js";
import type { SequencerOptions } from "./model.js";
import type { OrderSettings } from "./order.js";
import type { Planner } from "./plan.js";
import { annealingPlanner, mooreHodgsonPlanner } from "./planner.js";

/** Options that were checked, and how to decide by them: in an order, or by plans. */
export interface SequencerSettings {
  servers: readonly Server[];
  maxWait: number;
  decide: OrderSettings | Planning;
}

export interface Planning {
  planner: Planner;
  seed: number;
}

const defaultSchedule = 2_000;
const defaultMaxWait = 60;
const optionNames = [
  "servers",
  "algorithm",
  "objective",
  "seed",
  "schedule",
  "ageing",
  "starvation",
  "maxWait",
] as const satisfies (keyof SequencerOptions)[];

/**
 * @param options of the caller, unchecked
 * @throws InvalidOptionsError for an option that is unknown or of another algorithm, or a value that is not allowed
 * @throws InvalidProblemError for servers that are not valid
 */
export function resolveSequencerOptions(options: unknown, kernel: SequenceKernel): SequencerSettings {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InvalidOptionsError("options", "must be an object");
  }
  for (const name of Object.keys(options)) {
    if ((optionNames as readonly string[]).includes(name)) continue;
    const known = optionNames.join(", ");
    throw new InvalidOptionsError(name, `is unknown${suggestion(name, optionNames)}; known are ${known}`);
  }
  const { servers: given, maxWait, ...rest } = options as Record<keyof SequencerOptions, unknown>;
  const resolved = resolveSequenceOptions(rest);
  const { servers } = new Door().admit((door) => parseServers(door, "servers", given, { limitsPerMinute: true }));
  return { servers, maxWait: resolveMaxWait(maxWait), decide: decisionBy(resolved, kernel) };
}

function decisionBy(options: ResolvedOptions, kernel: SequenceKernel): SequencerSettings["decide"] {
  switch (options.algorithm) {
    case "anneal": {
      const { objective, schedule = defaultSchedule, seed } = options;
      return { planner: annealingPlanner(kernel, encodeObjective(objective), schedule), seed };
    }
    case "moore-hodgson":
      return { planner: mooreHodgsonPlanner(kernel), seed: 0 };
    case "exhaustive":
      throw new InvalidOptionsError("algorithm", "cannot be exhaustive here; anneal finds the same for few requests");
    default: {
      const { algorithm, ageing = 0, starvation = { threshold: 1, quantum: 1 } } = options;
      return { rule: algorithm, ageing, starvation };
    }
  }
}

function resolveMaxWait(maxWait: unknown = defaultMaxWait): number {
  if (typeof maxWait === "number" && maxWait >= 0 && maxWait <= limits.largest) return maxWait + 0;
  throw new InvalidOptionsError("maxWait", `must be a number of seconds from 0 to ${limits.largest.toExponential()}`);
}

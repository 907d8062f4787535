import { InvalidOptionsError } from "../errors.js";
import { suggestion } from "../suggestion.js";
import {
  type AlgorithmName,
  type Combination,
  contests,
  dynamicPriorityRules,
  nodeRules,
  otherNodeRules,
  type PlaceOptions,
  presets,
  priorityRules,
} from "./options.js";

/** Options with every default in place. */
export type ResolvedOptions = Required<PlaceOptions>;

export const algorithmNames = [...Object.keys(presets), ...Object.keys(contests)] as AlgorithmName[];

const defaults: ResolvedOptions = { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 };
const choices = {
  priority: priorityRules,
  node: nodeRules,
  timeline: ["insertion", "append"],
  ready: ["list", "batch"],
} as const;

/**
 * @param options of the caller, unchecked
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function resolvePlaceOptions(options: unknown = {}): ResolvedOptions {
  if (!isRecord(options)) throw new InvalidOptionsError("options", "must be an object");
  refuseUnknown("", options, Object.keys(defaults));
  const { algorithm, averageCommunication, seed } = withDefaults(options);
  if (typeof algorithm === "string") checkChoice("algorithm", algorithm, algorithmNames);
  else checkCombination(algorithm);
  checkChoice("averageCommunication", averageCommunication, ["linked-pairs", "all-pairs"]);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new InvalidOptionsError("seed", "must be an integer from 0 to 4294967295");
  }
  // Copies, so that later changes of the caller's objects reach no result; and no −0.
  return {
    algorithm: typeof algorithm === "string" ? algorithm : { ...algorithm },
    averageCommunication,
    seed: seed + 0,
  };
}

/** An option that is undefined counts as not given. */
function withDefaults(options: PlaceOptions): ResolvedOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

function checkCombination(value: unknown): asserts value is Combination {
  if (!isRecord(value)) throw new InvalidOptionsError("algorithm", "must be a name or a combination of rules");
  refuseUnknown("algorithm.", value, Object.keys(choices));
  for (const [name, allowed] of Object.entries(choices)) checkChoice(`algorithm.${name}`, value[name], allowed);
  const { priority, node } = value as unknown as Combination;
  if (isOneOf(priority, dynamicPriorityRules) && isOneOf(node, otherNodeRules)) {
    throw new InvalidOptionsError("algorithm.node", `"${node}" has no score, which priority "${priority}" compares`);
  }
}

function refuseUnknown(prefix: string, value: Record<string, unknown>, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    throw new InvalidOptionsError(prefix + name, `is unknown${suggestion(name, known)}; known are ${known.join(", ")}`);
  }
}

function checkChoice(option: string, value: unknown, allowed: readonly string[]): void {
  if (isOneOf(value, allowed)) return;
  const found = typeof value === "string" ? `; found "${value}"${suggestion(value, allowed)}` : "";
  throw new InvalidOptionsError(option, `must be one of ${allowed.join(", ")}${found}`);
}

function isOneOf(value: unknown, allowed: readonly string[]): boolean {
  return typeof value === "string" && allowed.includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

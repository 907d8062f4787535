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
  checkChoice("averageCommunication", averageCommunication, ["linked-pairs", "all-pairs"]);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new InvalidOptionsError("seed", "must be an integer from 0 to 4294967295");
  }
  return { algorithm: resolveAlgorithm(algorithm), averageCommunication, seed: seed === 0 ? 0 : seed };
}

/** An option that is undefined counts as not given. */
function withDefaults(options: PlaceOptions): ResolvedOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

function resolveAlgorithm(algorithm: unknown): ResolvedOptions["algorithm"] {
  if (typeof algorithm === "string") {
    checkChoice("algorithm", algorithm, algorithmNames);
    return algorithm as AlgorithmName;
  }
  if (!isRecord(algorithm)) throw new InvalidOptionsError("algorithm", "must be a name or a combination of rules");
  refuseUnknown("algorithm.", algorithm, Object.keys(choices));
  // What is checked is the copy: nobody else can change it.
  const { priority, node, timeline, ready } = { ...algorithm } as unknown as Combination;
  const combination: Combination = { priority, node, timeline, ready };
  for (const [rule, allowed] of Object.entries(choices)) {
    checkChoice(`algorithm.${rule}`, combination[rule as keyof Combination], allowed);
  }
  if (isOneOf(priority, dynamicPriorityRules) && isOneOf(node, otherNodeRules)) {
    throw new InvalidOptionsError("algorithm.node", `"${node}" has no score, which priority "${priority}" compares`);
  }
  return combination;
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

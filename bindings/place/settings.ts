import { checkedChoice, checkedSeed, givenOptions, isRecord, refuseUnknown } from "../checks.js";
import { InvalidOptionsError } from "../errors.js";
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
  const given = { ...defaults, ...givenOptions(options, Object.keys(defaults)) };
  return {
    algorithm: resolveAlgorithm(given.algorithm),
    averageCommunication: checkedChoice("averageCommunication", given.averageCommunication, [
      "linked-pairs",
      "all-pairs",
    ]),
    seed: checkedSeed(given.seed),
  };
}

function resolveAlgorithm(algorithm: unknown): ResolvedOptions["algorithm"] {
  if (typeof algorithm === "string") return checkedChoice("algorithm", algorithm, algorithmNames);
  if (!isRecord(algorithm)) throw new InvalidOptionsError("algorithm", "must be a name or a combination of rules");
  refuseUnknown("algorithm.", algorithm, Object.keys(choices));
  // What is checked is the copy: nobody else can change it.
  const { priority, node, timeline, ready } = { ...algorithm } as unknown as Combination;
  const combination: Combination = { priority, node, timeline, ready };
  for (const [rule, allowed] of Object.entries(choices)) {
    checkedChoice<string>(`algorithm.${rule}`, combination[rule as keyof Combination], allowed);
  }
  if (isOneOf(priority, dynamicPriorityRules) && isOneOf(node, otherNodeRules)) {
    throw new InvalidOptionsError("algorithm.node", `"${node}" has no score, which priority "${priority}" compares`);
  }
  return combination;
}

function isOneOf(value: string, allowed: readonly string[]): boolean {
  return allowed.includes(value);
}

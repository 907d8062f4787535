import { LehrError } from "../../errors.js";
import type { Lehr } from "../../lehr.js";
import type { Violation } from "../../violation.js";

/** Something that does not hold, and of which the library is to blame. */
export interface Finding {
  property: Property;
  /** What was found, for people. */
  message: string;
}

export type Property =
  /** Every backend gives the same answer, or refuses in the same words. */
  | "agreement"
  /** Nothing fails but by an error of the library, and no kernel traps. */
  | "failure"
  /** The answer passes verification. */
  | "verification"
  /** The answer's `run`, given back as options, yields the same answer. */
  | "repetition"
  /** A prepared problem yields the same answer, also when it is run again. */
  | "preparation"
  /** A search yields the same answer step by step. */
  | "steps"
  /** What chooses among several is no worse than they are, and what improves no worse than what it began with. */
  | "improvement"
  /** A service that is restored from its snapshot goes on as the one that was not. */
  | "restoration";

/** One call, and what must hold of its answer whoever gave it. */
export interface Trial<A> {
  call(lehr: Lehr): A;
  /** Looks at an answer that all backends gave; may ask one of them for more. */
  check(lehr: Lehr, answer: A): Finding | undefined;
}

/**
 * Makes the call on every backend.
 *
 * @param backends the first is what the others are held against; the last, best a fast one, is asked for the rest
 */
export function findingOf<A>(trial: Trial<A>, backends: readonly Lehr[]): Finding | undefined {
  const outcomes = backends.map((lehr) => ({ name: lehr.backend, ...outcomeOf(() => trial.call(lehr)) }));
  const failed = outcomes.find(({ failure }) => failure !== undefined);
  if (failed) return { property: "failure", message: `${failed.name}: ${failed.failure}` };
  const [first, ...others] = outcomes;
  for (const { name, text } of others) {
    if (text === first!.text) continue;
    return { property: "agreement", message: `${name} is not as ${first!.name} ${difference(first!.text, text)}` };
  }
  if (!first || !("answer" in first)) return undefined;
  const checked = outcomeOf(() => trial.check(backends.at(-1)!, first.answer));
  if ("answer" in checked) return checked.answer;
  return { property: "failure", message: checked.failure ?? checked.text };
}

/** What is wrong with answers that should be the same. */
export function unlessEqual(property: Property, expected: unknown, actual: unknown): Finding | undefined {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(actual)];
  return a === b ? undefined : { property, message: `the answer differs ${difference(a, b)}` };
}

/** What verification says. */
export function unlessSound(violations: readonly Violation[]): Finding | undefined {
  const [first] = violations;
  return first && { property: "verification", message: `${first.path}: ${first.code}: ${first.message}` };
}

type Outcome<A> = { text: string; failure?: string } & ({ answer: A } | object);

function outcomeOf<A>(body: () => A): Outcome<A> {
  try {
    const answer = body();
    return { text: JSON.stringify(answer) ?? "undefined", answer };
  } catch (error) {
    if (error instanceof LehrError && error.code !== "kernel") return { text: refusalText(error) };
    return { text: "", failure: error instanceof Error ? `${error.stack}${causeOf(error)}` : String(error) };
  }
}

/** Of events, answers include refusals; as a value, so that they are compared like all others. */
export function answerOrRefusal(body: () => unknown): unknown {
  try {
    return body() ?? null;
  } catch (error) {
    if (error instanceof LehrError && error.code !== "kernel") return { refused: refusalText(error) };
    throw error;
  }
}

function refusalText({ code, message }: LehrError): string {
  return `${code}: ${message}`;
}

function causeOf({ cause }: Error): string {
  return cause === undefined ? "" : `\ncaused by ${cause instanceof Error ? cause.stack : cause}`;
}

/** The first place where two texts of JSON differ, as a JSON pointer with both values. */
function difference(expected: string, actual: string): string {
  let [a, b, pointer] = [parsed(expected), parsed(actual), ""];
  while (isContainer(a) && isContainer(b)) {
    const [one, other] = [a, b];
    const key = [...Object.keys(one), ...Object.keys(other)].find((key) => {
      return JSON.stringify(one[key]) !== JSON.stringify(other[key]);
    });
    if (key === undefined) break;
    [a, b, pointer] = [one[key], other[key], `${pointer}/${key}`];
  }
  return `at ${pointer || "its root"}: ${JSON.stringify(b)} instead of ${JSON.stringify(a)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

import { InvalidProblemError } from "../../bindings/errors.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";

export function refused(value: unknown): InvalidProblemError {
  try {
    parsePlaceProblem(value);
  } catch (error) {
    if (error instanceof InvalidProblemError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** "pointer: message" of everything that is refused. */
export function refusals(value: unknown): string[] {
  return refused(value).problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

export const cluster = { nodes: [{ id: "a" }, { id: "b" }] };
export const withTasks = (...tasks: unknown[]) => ({ cluster, workflow: { tasks } });
export const task = (id: string, ...after: unknown[]) => ({ id, work: 1, after });

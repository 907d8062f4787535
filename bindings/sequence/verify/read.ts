import { isRecord } from "../../checks.js";
import { type FieldForm, type Form, flag, hasForm, haveForm, list, number, optional, text, texts } from "../../form.js";
import type { Batch, Sequence, SequencedRequest, UnplacedRequest } from "../model.js";
import { type ObjectiveMix, type ObjectiveName, objectives } from "../options.js";
import type { Report } from "./codes.js";

/** A sequence as far as it is checked: of how it was found, only what its objective is a value of. */
export type CheckedSequence = Omit<Sequence, "run"> & { run?: { objective?: ObjectiveName | ObjectiveMix } };

/** Whether a value that may come from anywhere has the form of a sequence; what is amiss is reported as `malformed`. */
export function hasSequenceForm(value: unknown, report: Report): value is CheckedSequence {
  const note = (path: string, message: string) => report("malformed", path, message);
  if (!hasForm(value, sequenceForm, "", note)) return false;
  const { batches, requests, unplaced } = value;
  const wellFormed = [
    haveForm(batches, batchForm, "/batches", note),
    haveForm(requests, requestForm, "/requests", note),
    haveForm(unplaced, unplacedForm, "/unplaced", note),
  ];
  return wellFormed.every(Boolean);
}

const status: FieldForm = {
  expected: '"complete" or "partial"',
  accepts: (value) => value === "complete" || value === "partial",
};
const run: FieldForm = {
  expected: `an object, whose objective is one of ${objectives.join(", ")}, or a mix of weights`,
  accepts: (value) => isRecord(value) && isObjective(value.objective),
};

const sequenceForm: Form<CheckedSequence> = {
  status,
  order: texts,
  batches: list,
  requests: list,
  unplaced: list,
  attained: number,
  totalLatency: number,
  cost: number,
  objective: number,
  run: optional(run),
};
const batchForm: Form<Batch> = { server: text, start: number, end: number, requests: texts };
const requestForm: Form<SequencedRequest> = {
  request: text,
  server: text,
  start: number,
  firstToken: number,
  end: number,
  met: optional(flag),
};
const unplacedForm: Form<UnplacedRequest> = { request: text, reason: text, proven: flag };
const mixForm: Form<ObjectiveMix> = { tardiness: optional(number), latency: optional(number), cost: optional(number) };

function isObjective(value: unknown): boolean {
  if (value === undefined) return true;
  return objectives.some((name) => name === value) || hasForm(value, mixForm, "", () => {});
}

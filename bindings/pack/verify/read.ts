import { type FieldForm, type Form, flag, hasForm, haveForm, list, number, optional, text } from "../../form.js";
import type { DeviceShare, Packing, PlacedItem, UnplacedItem } from "../model.js";
import type { Report } from "./codes.js";

/** A packing as far as it is checked: not how it was found. */
export type CheckedPacking = Omit<Packing, "run"> & { run?: object };

/** Whether a value that may come from anywhere has the form of a packing; what is amiss is reported as `malformed`. */
export function hasPackingForm(value: unknown, report: Report): value is CheckedPacking {
  const note = (path: string, message: string) => report("malformed", path, message);
  if (!hasForm(value, packingForm, "", note)) return false;
  const { placed, unplaced } = value;
  const placedWell = haveForm(placed, placedForm, "/placed", note);
  const unplacedWell = haveForm(unplaced, unplacedForm, "/unplaced", note);
  if (!placedWell || !unplacedWell) return false;
  return placed
    .map(({ gpus }, index) => haveForm(gpus, deviceForm, `/placed/${index}/gpus`, note))
    .every((wellFormed) => wellFormed);
}

const status: FieldForm = {
  expected: '"complete" or "partial"',
  accepts: (value) => value === "complete" || value === "partial",
};
const run: FieldForm = {
  expected: "an object",
  accepts: (value) => typeof value === "object" && value !== null,
};

const packingForm: Form<CheckedPacking> = {
  status,
  placed: list,
  unplaced: list,
  binsUsed: number,
  cost: number,
  lowerBound: number,
  run: optional(run),
};
const placedForm: Form<PlacedItem> = { item: text, bin: text, copy: number, gpus: list };
const deviceForm: Form<DeviceShare> = { index: number, share: number };
const unplacedForm: Form<UnplacedItem> = { item: text, reason: text, proven: flag };

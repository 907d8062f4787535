import type { Violation } from "../../violation.js";

/** Something that a packing claims and its problem does not bear out. */
export type PackingViolation = Violation<PackingViolationCode>;

/** Stable names of what can be wrong with a packing. */
export type PackingViolationCode =
  /** A field is missing, unknown or not of its type. Nothing else is checked then. */
  | "malformed"
  /** The problem has no such item. */
  | "unknown-item"
  /** An item is listed twice, among the placed or the unplaced. */
  | "duplicate-item"
  /** An item of the problem is listed nowhere. */
  | "missing-item"
  /** The problem has no such bin. */
  | "unknown-bin"
  /** The bin has no copy of this number. */
  | "unknown-copy"
  /** An item needs a resource that its bin does not have. */
  | "missing-resource"
  /** A copy holds more of a resource than it has. */
  | "over-capacity"
  /** An item does not hold as many devices as it asks for. */
  | "wrong-device-count"
  /** The bin has no device of this index. */
  | "unknown-device"
  /** An item holds a device twice. */
  | "duplicate-device"
  /** An item does not hold as much of a device as it asks for. */
  | "wrong-share"
  /** More of a device is held than all of it. */
  | "over-device"
  /** An item holds devices of a model that will not do. */
  | "wrong-model"
  /** Some items of a gang are placed and others are not. */
  | "torn-gang"
  /** The items of a gang do not share the location that they are required to share. */
  | "gang-apart"
  /** Items that are to be kept on different bins share a copy. */
  | "not-separate"
  /** `binsUsed` is not the number of copies that hold an item. */
  | "wrong-bins-used"
  /** `cost` is not that of the copies that hold an item. */
  | "wrong-cost"
  /** `lowerBound` is no number of bins, or all items are in fewer. */
  | "wrong-lower-bound"
  /** `status` disagrees with `unplaced`. */
  | "wrong-status"
  /** `proven` is claimed although, with each item of its gang, the item fits in some bin without other items. */
  | "wrong-proof";

/** Takes note of a violation. */
export type Report = (code: PackingViolationCode, path: string, message: string) => void;

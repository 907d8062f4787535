/** What the types of `pack` cannot say; see `schema-refinements.mjs`. */
import { amount, count, name, positive, problemFileRefinements, resultRefinements } from "./schema-refinements.mjs";

const { Seconds, DollarsPerHour, Gigabytes, GigabytesPerSecond, Node, Gpus } = problemFileRefinements;
const { capacity } = Node.properties;
const devices = { ...count, maximum: 32 };
const share = { ...positive, maximum: 1 };
const index = { type: "integer", minimum: 0 };

export const packFileRefinements = {
  Seconds,
  DollarsPerHour,
  Gigabytes,
  GigabytesPerSecond,
  Dollars: amount,
  Gpus: { properties: { ...Gpus.properties, count: devices } },
  PackProblem: { properties: { bins: { minItems: 1 } } },
  Item: {
    dependentRequired: { models: ["gpus"] },
    properties: { id: name, needs: capacity, models: { minItems: 1 }, group: name, separate: name, value: amount },
  },
  GpuCount: { properties: { count: devices } },
  GpuShare: { properties: { share } },
  Group: { dependentRequired: { strength: ["within"] }, properties: { id: name } },
  Bin: {
    properties: {
      id: name,
      capacity,
      count,
      // What packing does not look at.
      speed: false,
      spot: false,
      localDisk: false,
      availableFrom: false,
    },
  },
  Load: { properties: { needs: capacity } },
  DeviceShare: { properties: { index, share } },
};

/** How a packing was found need not be said. */
export const packResultRefinements = {
  Dollars: resultRefinements.Dollars,
  Packing: {
    required: ["status", "placed", "unplaced", "binsUsed", "cost", "lowerBound"],
    properties: { binsUsed: index, lowerBound: index },
  },
  PlacedItem: { properties: { copy: index } },
  DeviceShare: { properties: { index, share } },
};

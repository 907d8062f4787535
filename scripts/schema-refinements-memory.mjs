/** What the types of `allocate` cannot say; see `schema-refinements.mjs`. */
import { count, name } from "./schema-refinements.mjs";

const address = { type: "integer", minimum: 0 };

export const memoryFileRefinements = {
  MemoryProblem: { properties: { capacity: count, buffers: { maxItems: 4096 } } },
  MemoryBuffer: { properties: { id: name, size: count, start: address, end: count, alignment: count } },
};

/** How an allocation was found need not be said. */
export const allocationRefinements = {
  Allocation: {
    required: ["status", "placed", "height", "lowerBound"],
    properties: { height: address, lowerBound: address },
  },
  PlacedBuffer: { properties: { offset: address } },
};

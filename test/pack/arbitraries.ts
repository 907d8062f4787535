import fc from "fast-check";
import { type PackOptions, packObjectives } from "../../bindings/pack/options.js";
import { algorithmNames } from "../../bindings/pack/settings.js";
import { combination } from "./instances.js";

/** Options of every algorithm; searches are short. */
export const options: fc.Arbitrary<PackOptions> = fc.oneof(
  fc.record({ algorithm: fc.constantFrom(...algorithmNames.filter((name) => name !== "local-search")) }),
  fc.record({ algorithm: combination }),
  fc.record({
    algorithm: fc.constant("local-search" as const),
    objective: fc.constantFrom(...packObjectives),
    seed: fc.nat(9),
    schedule: fc.constant(50),
    iterations: fc.nat(50),
  }),
);

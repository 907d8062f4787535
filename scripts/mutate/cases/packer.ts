import fc from "fast-check";
import { packerRules } from "../../../bindings/pack/packer/model.js";
import { answersIn, scenario } from "../../../test/pack/packer/scenarios.js";
import { type Case, drawn } from "./case.js";

export function packerCases(): Case[] {
  const streams = fc.tuple(fc.constantFrom(...packerRules), scenario);
  return drawn("stream", 3_000, streams, ({ packer }, [rule, scenario]) => answersIn(packer, rule, scenario));
}

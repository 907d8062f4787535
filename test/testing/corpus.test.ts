import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCorpus } from "../../bindings/cli/fuzz/corpus.js";
import { findingIn } from "../../bindings/testing/differential.js";
import { backends } from "../backends.js";

/** Each stands for a class of faults that there were, or that such programs have. */
const corpus = readCorpus(fileURLToPath(new URL("../corpus", import.meta.url)));
const lehrs = backends.map(({ lehr }) => lehr);

test("there are cases of every call", () => {
  const calls = new Set(corpus.map(({ case: { call } }) => call));
  expect([...calls].sort()).toEqual(["allocate", "pack", "packer", "place", "repack", "sequence", "sequencer"]);
});

test.each(corpus)("$file", ({ case: subject }) => {
  expect(findingIn(subject, lehrs)).toBeUndefined();
});

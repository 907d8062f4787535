import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { readMeasurements } from "../../bindings/import/measurements-csv.js";

const splitwise = [
  "model,hardware,prompt_size,batch_size,token_size,peak_power,prompt_time,token_time,e2e_time,tensor_parallel",
  "llama2-70b,a100-80gb,512,2,128,1.5,250,54.5,7168.9,8",
  "llama2-70b,h100-80gb,512,1,128,1.5,100,25,7168.9,8",
  "",
].join("\n");

const read = (text: string, selection = {}) => readMeasurements({ name: "m.csv", text }, selection);

function problemsOf(...args: Parameters<typeof read>): string[] {
  try {
    read(...args);
  } catch (error) {
    if (!(error instanceof InvalidProblemError)) throw error;
    return error.problems.map(({ line, pointer, message }) => `${line}: ${pointer}: ${message}`);
  }
  return [];
}

describe("measurements", () => {
  test("in our columns, with units", () => {
    expect(
      read("promptTokens,batch,outputTokens,promptSeconds,secondsPerToken\n128,2,10,0.25,30ms\n128,2,1,100ms,\n"),
    ).toEqual([
      { promptTokens: 128, batch: 2, outputTokens: 10, promptSeconds: 0.25, secondsPerToken: 0.03 },
      { promptTokens: 128, batch: 2, outputTokens: 1, promptSeconds: 0.1 },
    ]);
  });

  test("in the columns of Splitwise, of one server", () => {
    expect(read(splitwise, { hardware: "a100-80gb" })).toEqual([
      { promptTokens: 512, batch: 2, outputTokens: 128, promptSeconds: 0.25, secondsPerToken: 0.0545 },
    ]);
    expect(problemsOf(splitwise)).toEqual([
      "undefined: : the rows are of several servers; choose model, hardware and tensor parallelism of one: llama2-70b a100-80gb 8, llama2-70b h100-80gb 8",
    ]);
    expect(problemsOf(splitwise, { model: "bloom" })).toEqual([expect.stringMatching(/no rows are of that server/)]);
  });

  test("what is wrong has its line and column", () => {
    expect(problemsOf(splitwise.replace(",512,1,", ",512,0,").replace("54.5", "fast").replace("h100", "a100"))).toEqual(
      [
        expect.stringMatching(/^2: token_time: expected a duration .* found "fast"$/),
        "3: batch_size: must be a number that is whole and at least 1, not 0",
      ],
    );
    expect(problemsOf("promptTokens,batch,outputTokens,promptSeconds\n1,1,2,1\n")).toEqual([
      '2: : "secondsPerToken" is missing; give the mean time of the tokens after the first',
    ]);
  });
});

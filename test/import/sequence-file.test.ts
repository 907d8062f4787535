import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { readSequenceProblem, type SequenceFileOptions } from "../../bindings/import/sequence-file.js";
import { latencyModels } from "../../bindings/sequence/presets.js";
import { describeWithSharedData, readSharedText } from "../shared-data.js";

const servers = "- { id: s, maxBatch: 4, latency: { prefill: [0, 0, 1ms, 0], decode: [0, 0, 0, 0.02] } }\n";
const server = { id: "s", maxBatch: 4, latency: { prefill: [0, 0, 0.001, 0], decode: [0, 0, 0, 0.02] } };
const requests = [
  { id: "a", arrival: 0.2, promptTokens: 10, outputTokens: 5, slo: { endToEnd: 3600 }, class: "x" },
  {
    id: "7",
    arrival: 1,
    promptTokens: 5,
    predictedOutputTokens: 3,
    slo: { timeToFirstToken: 2 },
    weight: 2,
    score: -1,
  },
];
const csv = [
  "id,arrival,promptTokens,outputTokens,predictedOutputTokens,endToEnd,timeToFirstToken,class,weight,score",
  "a,200ms,10,5,,1h,,x,,",
  "7,1,5,,3,,2s,,2,-1",
  "",
].join("\n");

function read(requestText: string, serverText = servers, options: SequenceFileOptions = {}) {
  const source = { name: "requests", text: requestText };
  const other = serverText === requestText ? source : { name: "servers", text: serverText };
  return readSequenceProblem({ requests: source, servers: other }, options);
}

function problemsOf(...args: Parameters<typeof read>): string[] {
  try {
    read(...args);
  } catch (error) {
    if (!(error instanceof InvalidProblemError)) throw error;
    return error.problems.map((problem) => {
      const { file, line, pointer, message } = problem as typeof problem & { file: string };
      return `${file}:${line}: ${pointer === "" ? "" : `${pointer}: `}${message}`;
    });
  }
  return [];
}

describe("problems of sequence from files", () => {
  test("requests from CSV, JSON and YAML are the same", () => {
    const expected = { requests, servers: [server] };
    expect(read(csv)).toEqual(expected);
    expect(read(JSON.stringify(requests))).toEqual(expected);
    expect(read(JSON.stringify({ requests }))).toEqual(expected);
    expect(
      read(
        "requests:\n- { id: a, arrival: 200ms, promptTokens: 10, outputTokens: 5, slo: { endToEnd: 1h }, class: x }",
      ),
    ).toEqual({ requests: [requests[0]], servers: [server] });
  });

  test("a problem in one file, with the time that it is now", () => {
    const whole = `now: 2s\nrequests: ${JSON.stringify(requests)}\nservers:\n${servers}`;
    expect(read(whole, whole)).toEqual({ now: 2, requests, servers: [server] });
    expect(read(whole, servers.replace("id: s", "id: t")).servers[0]!.id).toBe("t");
  });

  test("CSV as spreadsheets write it", () => {
    const text =
      '\uFEFFid,arrival,promptTokens,outputTokens,class\r\n"a ""1"", b", 0 ,1e2,5,"two\nlines"\r\n\r\n,,,,\r\nc,1,2,3,\r\n';
    expect(read(text).requests).toEqual([
      { id: 'a "1", b', arrival: 0, promptTokens: 100, outputTokens: 5, class: "two\nlines" },
      { id: "c", arrival: 1, promptTokens: 2, outputTokens: 3 },
    ]);
  });

  test("any texts survive CSV", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((s) => s === s.trim() && s !== "");
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1 }), (ids) => {
        const lines = ids.map((id) => `"${id.replaceAll('"', '""')}",0,1,1`);
        const problem = read(`id,arrival,promptTokens,outputTokens\n${lines.join("\n")}\n`);
        expect(problem.requests.map(({ id }) => id)).toEqual(ids);
      }),
    );
  });

  test("rows without ids are numbered", () => {
    const text = "arrival,promptTokens,outputTokens\n0,1,1\n0,1,1\n";
    expect(read(text).requests.map(({ id }) => id)).toEqual(["1", "2"]);
  });

  test("the trace of Azure: moments become seconds since the first", () => {
    const text = [
      "TIMESTAMP,ContextTokens,GeneratedTokens",
      "2023-11-16 18:15:46.6805900,374,44",
      "2023-11-16 18:15:50.9951690,396,109",
      "2023-11-17T18:15:46.68059Z,5,6",
      "2023-11-16 19:15:46.680590+01:00,7,8",
    ].join("\n");
    expect(read(text).requests).toEqual([
      { id: "1", arrival: 0, promptTokens: 374, outputTokens: 44 },
      { id: "2", arrival: 4.314579, promptTokens: 396, outputTokens: 109 },
      { id: "3", arrival: 86400, promptTokens: 5, outputTokens: 6 },
      { id: "4", arrival: 0, promptTokens: 7, outputTokens: 8 },
    ]);
    expect(problemsOf(text.replace("2023-11-16 18:15:50", "16.11.2023 18:15:50"))).toEqual([
      'requests:3: TIMESTAMP: expected a moment such as 2023-11-16 18:15:46.6805900; found "16.11.2023 18:15:50.9951690"',
    ]);
  });

  test("promises for those without, and the first requests alone", () => {
    const text = "arrival,promptTokens,outputTokens,endToEnd\n0,1,1,\n1,1,1,3\n2,1,1,\n";
    const problem = read(text, servers, { slo: { timeToFirstToken: 0.2 }, limit: 2 });
    expect(problem.requests.map(({ slo }) => slo)).toEqual([{ timeToFirstToken: 0.2 }, { endToEnd: 3 }]);
  });

  test("latency models by name, prices per million tokens", () => {
    const text =
      "- { id: s, maxBatch: 1, latency: llama2-70b/h100-80gb/tp8, pricePerToken: { input: $2/Mtoken, output: $0.01/ktokens } }";
    expect(read(csv, text).servers).toEqual([
      {
        id: "s",
        maxBatch: 1,
        latency: latencyModels["llama2-70b/h100-80gb/tp8"],
        pricePerToken: { input: 2e-6, output: 1e-5 },
      },
    ]);
  });
});

describe("what is wrong", () => {
  test("is all said, of the file, line and column that it is in", () => {
    const text = csv.replace("200ms", "soon").replace("7,1,5,", "7,1,1.5,").replace("1h", "-1").replace(",3,,", ",,,");
    const wrongServers = `${servers}- { id: s, maxBatch: 0, latency: llama2-70b/a100-80gb/tp }\n`;
    expect(problemsOf(text, wrongServers)).toEqual([
      expect.stringMatching(
        /^servers:2: \/1\/latency: no latency model .*did you mean "llama2-70b\/a100-80gb\/tp[48]"/,
      ),
      expect.stringMatching(/^requests:2: arrival: expected a duration .* found "soon"$/),
      "requests:2: endToEnd: must be a number above 0, not -1",
      "requests:3: promptTokens: must be a number that is whole and at least 1, not 1.5",
      expect.stringMatching(/^requests:3: needs "outputTokens" or/),
      "servers:2: /1/maxBatch: must be a number that is whole and at least 1, not 0",
      expect.stringMatching(/^servers:2: \/1\/id: "s" is already the id/),
    ]);
  });

  test("with a list of requests and no servers", () => {
    expect(problemsOf(csv, csv)).toEqual(['requests:1: no servers found: give them as "servers", or their list alone']);
  });

  test("with the columns", () => {
    expect(problemsOf("id,arival,promptTokens\na,1,1")).toEqual([
      expect.stringMatching(/^requests:1: unknown column "arival"; did you mean "arrival"\?; known are id, /),
      'requests:1: there is no column "arrival"',
    ]);
    expect(problemsOf("id,arrival,id,\na,1,1\nb,1,1,1,1\n")).toEqual([
      'requests:1: there are two columns "id"',
      "requests:1: column 4 has no name",
      "requests:2: has 3 cells; the header has 4",
      "requests:3: has 5 cells; the header has 4",
    ]);
  });

  test.each([
    ['id,arrival\n"a,1\n', /^requests:2: the file ends within quotes$/],
    ['id,arrival\na,1\n"a"b,1\n', /^requests:3: a cell goes on after its closing quote/],
    ['id,arrival\na,1"\n', /^requests:2: a quote stands in a cell/],
    ["id,arrival\n", /^requests:1: there is no column "promptTokens"/],
    ["{ tasks: [] }", /^requests:1: no requests found/],
    ["", /^requests:\S+ no requests found/],
  ])("with the form of %j", (text, message) => {
    expect(problemsOf(text)[0]).toMatch(message);
  });

  test("never surprises, whatever the text", () => {
    const cell = fc.oneof(fc.constantFrom("1", "", '"', "a", "-1", "1e999", "2s", "__proto__", " "), fc.string());
    const row = fc.array(cell, { minLength: 3, maxLength: 5 }).map((cells) => cells.join(","));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        problemsOf(`id,arrival,promptTokens,outputTokens\n${rows.join("\n")}`);
      }),
    );
  });
});

describeWithSharedData("a trace of 19,366 requests", () => {
  test("is read", () => {
    const problem = read(readSharedText("serve/AzureLLMInferenceTrace_conv.csv"), servers, { slo: { endToEnd: 10 } });
    expect(problem.requests).toHaveLength(19_366);
    expect(problem.requests.at(-1)).toMatchObject({ id: "19366", slo: { endToEnd: 10 } });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertUnits, type Quantity, readQuantity } from "../../bindings/import/units.js";

const readable: [Quantity, string, number][] = [
  ["duration", "3h", 10_800],
  ["duration", "90min", 5_400],
  ["duration", "90m", 5_400],
  ["duration", "500ms", 0.5],
  ["duration", "0.1ms", 0.0001],
  ["duration", "5us", 5e-6],
  ["duration", "500µs", 500e-6],
  ["duration", "500\u03BCs", 500e-6],
  ["duration", "1ms 500µs", 1.5e-3],
  ["duration", "25ns", 25e-9],
  ["duration", "1.5d", 129_600],
  ["duration", "1h 30m", 5_400],
  ["duration", "1d12h30m", 131_400],
  ["duration", "2 hours", 7_200],
  ["duration", "12", 12],
  ["duration", "1e3s", 1_000],
  ["data", "20GB", 20],
  ["data", "512MB", 0.512],
  ["data", "1.5TB", 1_500],
  ["data", "16GiB", 17.179869184],
  ["data", "320B", 320e-9],
  ["data", "7kB", 7e-6],
  ["data", "7KB", 7e-6],
  ["data", "2PiB", 2 ** 51 / 1e9],
  ["bandwidth", "10Gbps", 1.25],
  ["bandwidth", "10Gb/s", 1.25],
  ["bandwidth", "10Gbit/s", 1.25],
  ["bandwidth", "1Gibit/s", 2 ** 27 / 1e9],
  ["bandwidth", "3GB/s", 3],
  ["bandwidth", "3GBps", 3],
  ["bandwidth", "250MB/s", 0.25],
  ["bandwidth", "1Gib/s", 2 ** 27 / 1e9],
  ["pricePerHour", "$2.50/h", 2.5],
  ["pricePerHour", "2.50/hour", 2.5],
  ["pricePerHour", "$3", 3],
  ["pricePerGigabyte", "$0.09/GB", 0.09],
  ["pricePerGigabyte", "$90/TB", 0.09],
];

const refused: [Quantity, string][] = [
  ["duration", "fast"],
  ["duration", ""],
  ["duration", "-3h"],
  ["duration", "3GB"],
  ["duration", "$3/h"],
  ["duration", "1h 30"],
  ["duration", "1h -30m"],
  ["duration", "Infinity"],
  ["data", "7kb"],
  ["data", "20Gb"],
  ["data", "20GB/s"],
  ["data", "20 giga"],
  ["bandwidth", "10GB"],
  ["bandwidth", "10Gb"],
  ["pricePerHour", "$2/GB"],
  ["pricePerHour", "€2/h"],
  ["pricePerGigabyte", "$2/h"],
  ["pricePerGigabyte", "$2/Gb"],
  ["data", "5__proto__B"],
];

describe("quantities", () => {
  test.each(readable)("%s %s is %d", (quantity, text, number) => {
    expect(readQuantity(quantity, text)).toBe(number);
  });

  test.each(refused)("%s %j is refused", (quantity, text) => {
    expect(readQuantity(quantity, text)).toBeUndefined();
  });

  test("a long sum of durations is read, not recursed into", () => {
    expect(readQuantity("duration", "1h".repeat(20_000))).toBe(20_000 * 3600);
    expect(readQuantity("duration", `${"1h ".repeat(20_000)}1`)).toBeUndefined();
  });

  test("any text is read as a number that is not negative, or refused, at once", () => {
    const quantities: Quantity[] = ["duration", "data", "bandwidth", "pricePerHour", "pricePerGigabyte"];
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{1,9}[a-zA-Z/$ ]{0,9}[0-9hms ]{0,20}$/));
    fc.assert(
      fc.property(fc.constantFrom(...quantities), texts, (quantity, text) => {
        const number = readQuantity(quantity, text);
        return number === undefined || number >= 0;
      }),
    );
  });
});

describe("units in a problem", () => {
  test("every field that carries a quantity may have a unit, and nothing else changes", () => {
    const problem = {
      cluster: {
        nodes: [
          {
            id: "3h",
            capacity: { cpu: 8, memory: "512GB", disk: "2TB" },
            gpus: { model: "80GB", count: 8, memory: "80GB" },
            speed: 2,
            labels: ["10Gbps"],
            pricePerHour: "$24/h",
            spot: { pricePerHour: "$8/h", meanLifetime: "6h" },
            localDisk: { bandwidth: "10GB/s", latency: "1ms" },
            availableFrom: "2h",
          },
        ],
        network: {
          rack: { bandwidth: "80Gbps", latency: "10us" },
          world: { bandwidth: "800Mbps", latency: "40ms", pricePerGigabyte: "$0.09/GB" },
          links: [{ from: "1h", to: "3h", bandwidth: "8Gbps", latency: "2ms", pricePerGigabyte: "$1/TB" }],
        },
      },
      workflow: {
        tasks: [
          {
            id: "1h",
            work: "1h",
            needs: { memory: "500MB" },
            after: ["1d", { task: "2d", data: "1TB" }],
            release: "1min",
            deadline: "1d",
            checkpoint: { interval: "10min", size: "2GB" },
          },
          { id: "1d", durations: { "3h": "3h" } },
        ],
      },
    };
    expect(convertUnits(problem)).toEqual([]);
    expect(problem).toEqual({
      cluster: {
        nodes: [
          {
            id: "3h",
            capacity: { cpu: 8, memory: 512, disk: 2000 },
            gpus: { model: "80GB", count: 8, memory: 80 },
            speed: 2,
            labels: ["10Gbps"],
            pricePerHour: 24,
            spot: { pricePerHour: 8, meanLifetime: 21_600 },
            localDisk: { bandwidth: 10, latency: 0.001 },
            availableFrom: 7_200,
          },
        ],
        network: {
          rack: { bandwidth: 10, latency: 1e-5 },
          world: { bandwidth: 0.1, latency: 0.04, pricePerGigabyte: 0.09 },
          links: [{ from: "1h", to: "3h", bandwidth: 1, latency: 0.002, pricePerGigabyte: 0.001 }],
        },
      },
      workflow: {
        tasks: [
          {
            id: "1h",
            work: 3600,
            needs: { memory: 0.5 },
            after: ["1d", { task: "2d", data: 1000 }],
            release: 60,
            deadline: 86_400,
            checkpoint: { interval: 600, size: 2 },
          },
          { id: "1d", durations: { "3h": 10_800 } },
        ],
      },
    });
  });

  test("what cannot be read is said with what could", () => {
    const problem = {
      workflow: {
        tasks: [
          { id: "a", work: "long" },
          { id: "b", needs: { "a/b~c": "much" } },
        ],
      },
    };
    expect(convertUnits(problem)).toEqual([
      {
        pointer: "/workflow/tasks/0/work",
        message: 'expected a duration such as 3h, 90min or 500ms, or seconds as a number; found "long"',
      },
      {
        pointer: "/workflow/tasks/1/needs/a~1b~0c",
        message: 'expected an amount of data such as 20GB or 512MiB, or a number; found "much"',
      },
    ]);
  });

  test("any JSON stays JSON of the same shape", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = structuredClone(value);
        const problem = { cluster: { nodes: value, network: value }, workflow: { tasks: value } };
        convertUnits(problem);
        expect(shape(problem.workflow.tasks)).toEqual(shape(before));
      }),
    );
  });
});

/** The keys and lengths of a JSON value. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === "object" && value !== null)
    return Object.entries(value).map(([key, inner]) => [key, shape(inner)]);
  return null;
}

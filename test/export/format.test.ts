import { expect, test } from "vitest";
import { formatData, formatDollars, formatDuration, timeTicks } from "../../bindings/export/format.js";
import { displayable, displayWidth, pad, truncate } from "../../bindings/export/text.js";
import { readQuantity } from "../../bindings/import/units.js";

test.each([
  [0, "0s"],
  [2.5e-7, "0.25µs"],
  [0.0123456, "12.3ms"],
  [0.9999, "1s"],
  [12.345, "12.3s"],
  [59.96, "1m"],
  [61, "1m 1s"],
  [3599.6, "1h"],
  [5430, "1h 31m"],
  [86_400, "24h"],
  [172_800, "2d"],
  [200_000, "2d 8h"],
  [1e9, "11,574d 2h"],
  [Number.POSITIVE_INFINITY, "never"],
])("duration %d is %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [0, "0B"],
  [0.0000011, "1.1kB"],
  [0.9996, "1GB"],
  [999.4, "999GB"],
  [1500, "1.5TB"],
  [5e9, "5,000PB"],
])("data %d is %s", (gigabytes, text) => expect(formatData(gigabytes)).toBe(text));

test.each([
  [0, "$0"],
  [0.00423, "$0.0042"],
  [2.5, "$2.50"],
  [999.999, "$1,000"],
  [1234567, "$1,234,567"],
])("money %d is %s", (dollars, text) => expect(formatDollars(dollars)).toBe(text));

test("durations that are shown can be read", () => {
  for (const seconds of [0.5, 12.5, 90, 5460, 7200, 93_600, 187_200]) {
    expect(readQuantity("duration", formatDuration(seconds))).toBe(seconds);
  }
});

test("ticks are round steps from 0 to the end", () => {
  expect(timeTicks(86_400, 8)).toEqual([0, 10_800, 21_600, 32_400, 43_200, 54_000, 64_800, 75_600, 86_400]);
  expect(timeTicks(0.7, 4)).toEqual([0, 0.2, 0.4, 0.6000000000000001]);
  expect(timeTicks(0, 8)).toEqual([0]);
  for (const end of [1e-9, 0.3, 7, 3700, 1e6, 1e15]) {
    const ticks = timeTicks(end, 10);
    expect(ticks.length).toBeLessThanOrEqual(11);
    expect(ticks.at(-1)).toBeLessThanOrEqual(end);
  }
});

test("texts are measured in columns, cut and filled", () => {
  expect(displayWidth("名前 é🚀")).toBe(8);
  expect(truncate("abcdef", 4)).toBe("abc…");
  expect(truncate("名前名前", 4)).toBe("名…");
  expect(truncate("abc", 0)).toBe("");
  expect(pad("名", 4)).toBe("名  ");
  expect(pad("7", 3, "right")).toBe("  7");
  expect(displayable("a\u001B[2J\u202E\nb")).toBe("a\uFFFD[2J\uFFFD\uFFFDb");
});

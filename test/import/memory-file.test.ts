import { expect, test } from "vitest";
import { readMemoryProblem } from "../../bindings/import/memory-file.js";
import { InvalidSourceError } from "../../bindings/import/source.js";

const read = (text: string, capacity?: number) => readMemoryProblem({ name: "file", text }, capacity);
const buffers = [{ id: "a", size: 4, start: 0, end: 3 }];
const yaml = "buffers:\n  - { id: a, size: 4, start: 0, end: 3 }\n";

test("a whole problem, its buffers alone, their list, and CSV", () => {
  expect(read(`capacity: 9\n${yaml}`)).toEqual({ buffers, capacity: 9 });
  expect(read(yaml, 7)).toEqual({ buffers, capacity: 7 });
  expect(read(JSON.stringify(buffers), 7)).toEqual({ buffers, capacity: 7 });
  expect(read("id,lower,upper,size\na,0,3,4\n", 7)).toEqual({ buffers, capacity: 7 });
});

test("a capacity goes before that of the file", () => {
  expect(read(`capacity: 9\n${yaml}`, 7)).toEqual({ buffers, capacity: 7 });
});

test.each([
  ["no capacity in CSV", "id,lower,upper,size\na,0,3,4\n", /line 1, .*: does not say the capacity/],
  ["no capacity", yaml, /"capacity" is missing; say how large the address space is/],
  ["no buffers", "capacity: 9\n", /no buffers found/],
  ["a text that is no object", "nothing", /no buffers found/],
  [
    "a wrong buffer of a file",
    `capacity: 9\n${yaml.replace("end: 3", "end: 0")}`,
    /line 3, \/buffers\/0\/end: must be above/,
  ],
  ["a wrong buffer of a list", "\n- { id: a, size: 0, start: 0, end: 3 }", /\/0\/size: /],
  ["an unknown key", `capacity: 9\nkey: 1\n${yaml}`, /line 2, \/key/],
])("refuses %s", (_, text, message) => {
  expect(() => read(text, text.startsWith("\n-") ? 7 : undefined)).toThrow(InvalidSourceError);
  expect(() => read(text, text.startsWith("\n-") ? 7 : undefined)).toThrow(message);
});

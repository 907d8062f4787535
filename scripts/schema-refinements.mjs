/**
 * What the model's types cannot say, by definition of the schema. A refinement is laid over the schema, property by
 * property; `false` removes a property.
 */

export const amount = { type: "number", minimum: 0 };
export const positive = { type: "number", exclusiveMinimum: 0 };
export const count = { type: "integer", minimum: 1 };
export const name = { type: "string", minLength: 1 };

/** In results, quantities are plain numbers; how a placement was found need not be said. */
export const resultRefinements = {
  Seconds: amount,
  Gigabytes: amount,
  Dollars: amount,
  Placement: { required: ["status", "makespan", "cost", "tasks", "transfers", "unplaced"] },
  Run: { properties: { seed: { type: "integer", minimum: 0, maximum: 2 ** 32 - 1 } } },
};

const number = String.raw`(\d+(\.\d+)?([eE][+-]?\d+)?|\.\d+)`;
const bytes = "([kKmMgGtTpP][iI]?)?B";
export const dollars = String.raw`\$?\s*${number}`;

const dataForm = String.raw`${number}\s*(${bytes})?`;
const dataExamples = ["20GB", "512MiB"];

const durationForm = String.raw`(\d+\s*[a-zA-Z]+\s*)*${number}\s*[a-zA-Z]*`;

/** Seconds, of which the schema says more if they are a number. */
export function duration(plain) {
  return quantity(plain, durationForm, ["3h", "1h 30m", "500ms"]);
}

/** In problem files, quantities may be texts with a unit. What the package does not honour yet is not in the schema. */
export const problemFileRefinements = {
  Seconds: duration(amount),
  Gigabytes: quantity(amount, dataForm, dataExamples),
  GigabytesPerSecond: quantity(positive, String.raw`${number}\s*(([kKmMgGtTpP][iI]?)?[bB](/[sS]|[pP][sS]))?`, [
    "10Gbps",
    "3GB/s",
  ]),
  DollarsPerHour: quantity(amount, String.raw`${dollars}\s*(/([hH]|[hH][oO][uU][rR]))?`, ["$2.50/h"]),
  DollarsPerGigabyte: quantity(amount, String.raw`${dollars}\s*(/${bytes})?`, ["$0.09/GB"]),
  Cluster: { properties: { nodes: { minItems: 1 } } },
  Node: {
    properties: {
      id: name,
      capacity: { additionalProperties: quantity(amount, dataForm, dataExamples) },
      speed: { anyOf: [positive, { type: "object", additionalProperties: positive }] },
      spot: false,
    },
  },
  Gpus: { properties: { model: name, count } },
  Task: {
    oneOf: [{ required: ["work"] }, { required: ["durations"] }],
    properties: {
      id: name,
      kind: name,
      needs: { additionalProperties: quantity(positive, dataForm, dataExamples) },
      nodes: { type: "integer", const: 1 },
      priority: false,
      preemptible: { const: false },
      checkpoint: false,
    },
  },
};

/** A number, or a text with a unit. */
export function quantity(plain, form, examples) {
  return { type: undefined, anyOf: [plain, { type: "string", pattern: String.raw`^\s*${form}\s*$` }], examples };
}

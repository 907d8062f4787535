import { referenceToken } from "./json-pointer.js";

/** What fields an object must have, and of which kind. An object with other fields is refused. */
export type Form<T> = { [field in keyof Required<T>]: FieldForm };

export interface FieldForm {
  expected: string;
  accepts(value: unknown): boolean;
  optional?: true;
}

/** Takes note of what is amiss, with a JSON pointer to it. */
export type ReportFault = (path: string, message: string) => void;

export const text: FieldForm = { expected: "a string", accepts: (value) => typeof value === "string" };
export const number: FieldForm = { expected: "a finite number", accepts: Number.isFinite };
export const flag: FieldForm = { expected: "true or false", accepts: (value) => typeof value === "boolean" };
export const list: FieldForm = { expected: "a list", accepts: Array.isArray };
export const texts: FieldForm = {
  expected: "a list of strings",
  accepts: (value) => Array.isArray(value) && Array.from(value).every((item) => typeof item === "string"),
};

export function optional(form: FieldForm): FieldForm {
  return { ...form, optional: true };
}

/** Whether every entry of a list has the form. */
export function haveForm<T>(list: unknown[], form: Form<T>, path: string, report: ReportFault): list is T[] {
  let wellFormed = true;
  for (const [index, entry] of list.entries()) {
    if (!hasForm(entry, form, `${path}/${index}`, report)) wellFormed = false;
  }
  return wellFormed;
}

export function hasForm<T>(value: unknown, form: Form<T>, path: string, report: ReportFault): value is T {
  const faults = faultsOf(value, form);
  for (const { at, message } of faults) report(path + at, message);
  return faults.length === 0;
}

function faultsOf<T>(value: unknown, form: Form<T>): { at: string; message: string }[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ at: "", message: "expected an object" }];
  }
  const fields = new Map<string, FieldForm>(Object.entries(form));
  const unknown = Object.keys(value).filter((key) => !fields.has(key));
  const given = new Map<string, unknown>(Object.entries(value));
  const unfit = [...fields].filter(([key, { optional, accepts }]) => {
    const field = given.get(key);
    return !(optional && field === undefined) && !accepts(field);
  });
  return [
    ...unknown.map((key) => ({ at: `/${referenceToken(key)}`, message: "no such field" })),
    ...unfit.map(([key, { expected }]) => ({ at: `/${key}`, message: `expected ${expected}` })),
  ];
}

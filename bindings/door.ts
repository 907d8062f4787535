import { InvalidProblemError, type Problem, printable } from "./errors.js";
import { referenceToken } from "./json-pointer.js";
import { limits } from "./limits.js";
import { suggestion } from "./suggestion.js";

/** Problems kept with pointer and sentence; the rest is counted. */
const listed = 100;
/** Reading stops here: input this wrong is not worth more time. */
const patience = 10_000;

/**
 * The one place where foreign values come in. A reader walks the input with `enter` and `leave`, asks for the values it
 * wants, and goes on after a refusal, so that all problems are found at once. It keeps own copies of what was checked,
 * never the foreign objects.
 *
 * Pointers are built only when something is refused. Readers return a harmless value after a refusal; `admit` throws
 * in the end.
 */
export class Door {
  private readonly path: (string | number)[] = [];
  private readonly problems: Problem[] = [];
  private found = 0;

  /** What the reader made of the input, or `InvalidProblemError` with all that was refused on the way. */
  admit<T>(read: (door: Door) => T): T {
    let result: T;
    try {
      result = read(this);
    } catch (cause) {
      // A getter or a proxy threw, or patience ran out.
      if (this.found < patience) this.refuse("cannot be read; give plain data, without getters or proxies that throw");
      throw new InvalidProblemError(this.problems, this.found, { cause });
    }
    if (this.found > 0) throw new InvalidProblemError(this.problems, this.found);
    return result;
  }

  /** Steps into a property or an array entry. */
  enter(key: string | number): void {
    this.path.push(key);
  }

  leave(): void {
    this.path.pop();
  }

  /** Notes a problem with the value at the cursor, or with a property of it. */
  refuse(message: string, key?: string | number): void {
    if (this.found === patience) throw new Error("too many problems");
    this.found++;
    if (this.problems.length < listed) this.problems.push({ pointer: this.pointer(key), message });
  }

  /** Refuses an object that lacks the property. */
  require(fields: Record<string, unknown>, key: string, advice: string): void {
    if (fields[key] === undefined) this.refuseMissing(key, advice);
  }

  refuseMissing(key: string, advice: string): void {
    this.refuse(`"${key}" is missing; ${advice}`);
  }

  refuseUnknownKey(key: string, known: readonly string[]): void {
    if (key === "__proto__") this.refuse('"__proto__" is not allowed as a name', key);
    else this.refuseUnknownName("unknown key", key, known, key);
  }

  /** `what` as in `no task`. */
  refuseUnknownName(what: string, name: string, known: Iterable<string>, key?: string | number): void {
    const near = this.problems.length < listed ? suggestion(name, known) : "";
    this.refuse(`${what} "${printable(name)}"${near}`, key);
  }

  /** The value at the cursor as a plain object. */
  object(value: unknown): Record<string, unknown> | undefined {
    if (isPlainObject(value)) return value;
    this.refuse(`must be an object, not ${described(value)}`);
    return undefined;
  }

  /** The value at the cursor as an array. A hole reads as undefined, which no reader of entries accepts. */
  array(value: unknown, limit: number): readonly unknown[] | undefined {
    if (!Array.isArray(value)) {
      this.refuse(`must be an array, not ${described(value)}`);
      return undefined;
    }
    if (value.length > limit) {
      this.refuse(`has ${value.length} entries; at most ${limit} are allowed`);
      return undefined;
    }
    return value;
  }

  /** A finite number of at least 0. */
  nonNegative(key: string | number, value: unknown): number {
    // Adding 0 turns −0 into +0.
    if (typeof value === "number" && value >= 0 && value <= limits.largest) return value + 0;
    this.refuseNumber("of at least 0", key, value);
    return 0;
  }

  /** A finite number above 0. */
  positive(key: string | number, value: unknown): number {
    if (typeof value === "number" && value > 0 && value <= limits.largest) return value;
    this.refuseNumber("above 0", key, value);
    return 1;
  }

  /** A positive number that others are divided by. */
  divisor(key: string | number, value: unknown): number {
    if (typeof value === "number" && value >= limits.smallestDivisor && value <= limits.largest) return value;
    this.refuseNumber("above 0", key, value);
    return 1;
  }

  /** A whole number of at least 1. */
  count(key: string | number, value: unknown): number {
    if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= limits.largest) return value;
    this.refuseNumber("that is whole and at least 1", key, value);
    return 1;
  }

  /** A string that is not empty. */
  name(key: string | number, value: unknown): string {
    if (typeof value === "string" && value !== "") return value;
    this.refuse(`must be a string that is not empty, not ${described(value)}`, key);
    return "";
  }

  names(key: string, value: unknown, limit: number): string[] {
    this.enter(key);
    const names: string[] = [];
    const entries = this.array(value, limit) ?? [];
    for (let i = 0; i < entries.length; i++) names.push(this.name(i, entries[i]));
    this.leave();
    return names;
  }

  oneOf<T extends string>(key: string, value: unknown, allowed: readonly [T, ...T[]]): T {
    for (const name of allowed) if (name === value) return name;
    const near = typeof value === "string" ? suggestion(value, allowed) : "";
    this.refuse(`must be one of ${allowed.join(", ")}, not ${described(value)}${near}`, key);
    return allowed[0];
  }

  boolean(key: string, value: unknown): boolean {
    if (typeof value === "boolean") return value;
    this.refuse(`must be true or false, not ${described(value)}`, key);
    return false;
  }

  /** Numbers by name, as an own copy; each is read by `read`, with the cursor on the record. */
  record(
    key: string,
    value: unknown,
    read: (door: Door, name: string, value: unknown) => number,
  ): Record<string, number> {
    this.enter(key);
    // Copied first: one read of each property, and far faster than adding them one by one.
    const copy: Record<string, unknown> = { ...this.object(value) };
    const record = copy as Record<string, number>;
    for (const name in copy) {
      const given = copy[name];
      if (name === "" || name === "__proto__") this.refuse(`"${name}" is not allowed as a name`, name);
      const number = read(this, name, given);
      if (!Object.is(number, given)) record[name] = number;
    }
    this.leave();
    return record;
  }

  private refuseNumber(range: string, key: string | number, value: unknown): void {
    const isExtreme =
      typeof value === "number" &&
      ((value > limits.largest && value < Infinity) || (value > 0 && value < limits.smallestDivisor));
    const bounds = isExtreme ? `, between ${limits.smallestDivisor} and ${limits.largest.toExponential()}` : "";
    this.refuse(`must be a number ${range}${bounds}, not ${described(value)}`, key);
  }

  private pointer(key: string | number | undefined): string {
    const path = key === undefined ? this.path : [...this.path, key];
    return path.map((part) => `/${referenceToken(part)}`).join("");
  }
}

/** A value in words, for messages. Runs no foreign code. */
export function described(value: unknown): string {
  if (typeof value === "string") return `"${printable(value)}"`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return isPlainObject(value) ? "an object" : "an instance of a class";
  if (typeof value === "function") return "a function";
  return printable(String(value));
}

/** Literals, JSON and structured clones, also from another realm: the prototype is none or the end of its chain. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

import type { Copy } from "./claims.js";
import type { Report } from "./codes.js";
import { tolerance } from "./tolerance.js";

/** Checks what a copy holds in all. */
export function checkCopy(copy: Copy, report: Report): void {
  const { kind, number, claims, held, devices } = copy;
  const name = `copy ${number} of bin "${kind.id}"`;
  // The item that is listed last is taken for the one that was too much.
  const { path } = claims.at(-1)!;
  for (const [resource, capacity] of kind.capacity) {
    const amount = held.get(resource) ?? 0;
    if (amount <= capacity * (1 + tolerance)) continue;
    report("over-capacity", path, `${name} holds ${amount} of "${resource}", and has ${capacity}`);
  }
  for (const [index, share] of devices.entries()) {
    if (share <= 1 + tolerance) continue;
    report("over-device", path, `device ${index} of ${name} is held ${share} times`);
  }
  checkSeparation(copy, report);
}

function checkSeparation({ kind, number, claims }: Copy, report: Report): void {
  const first = new Map<string, string>();
  for (const { item, path } of claims) {
    if (item.separate === undefined) continue;
    const other = first.get(item.separate);
    if (other === undefined) {
      first.set(item.separate, item.id);
    } else {
      const fact = `items "${other}" and "${item.id}", to be kept apart, are both in copy ${number} of bin "${kind.id}"`;
      report("not-separate", path, fact);
    }
  }
}

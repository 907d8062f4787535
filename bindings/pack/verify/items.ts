import type { Claim } from "./claims.js";
import type { Report } from "./codes.js";
import { devicesOf, modelWillDo, needsOf } from "./rules.js";
import { differ } from "./tolerance.js";

/** Checks everything about a placed item that depends on it and its bin alone. */
export function checkItem(claim: Claim, report: Report): void {
  const { item, copy, path } = claim;
  const { kind } = copy;
  for (const [resource] of needsOf(item)) {
    if (kind.capacity.has(resource)) continue;
    report("missing-resource", `${path}/bin`, `item "${item.id}" needs "${resource}"; bin "${kind.id}" has none`);
  }
  if (!modelWillDo(item, kind)) {
    const fact = `bin "${kind.id}" has GPUs of model "${kind.model}", which will not do for item "${item.id}"`;
    report("wrong-model", `${path}/bin`, fact);
  }
  checkDevices(claim, report);
}

function checkDevices({ item, copy, gpus, path }: Claim, report: Report): void {
  const { kind } = copy;
  const asked = devicesOf(item);
  if (gpus.length !== asked.count) {
    const fact = `item "${item.id}" asks for ${asked.count} devices, and holds ${gpus.length}`;
    report("wrong-device-count", `${path}/gpus`, fact);
  }
  const seen = new Set<number>();
  for (const [entry, { index, share }] of gpus.entries()) {
    const at = `${path}/gpus/${entry}`;
    if (!Number.isInteger(index) || index < 0 || index >= kind.deviceLoad.length) {
      const fact = `bin "${kind.id}" has ${kind.deviceLoad.length} devices, counted from 0, and no ${index}`;
      report("unknown-device", `${at}/index`, fact);
    } else if (seen.has(index)) {
      report("duplicate-device", `${at}/index`, `item "${item.id}" holds device ${index} already`);
    }
    seen.add(index);
    if (asked.count > 0 && differ(share, asked.share)) {
      const fact = `item "${item.id}" asks for ${asked.share} of a device, and holds ${share}`;
      report("wrong-share", `${at}/share`, fact);
    }
  }
}

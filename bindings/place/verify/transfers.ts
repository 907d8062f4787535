import type { Transfer } from "../model.js";
import type { Report } from "./codes.js";
import type { Delivery } from "./tasks.js";

/** Checks that the transfers listed are the hand-overs that carry data off a node or through its disk, each once. */
export function checkTransfers(transfers: Transfer[], deliveries: Delivery[], tolerance: number, report: Report): void {
  const expected = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    if (delivery.handOver.isTransfer) expected.set(pairKey(delivery.from.task.id, delivery.to.task.id), delivery);
  }
  for (const [index, transfer] of transfers.entries()) {
    const path = `/transfers/${index}`;
    const key = pairKey(transfer.from, transfer.to);
    const delivery = expected.get(key);
    if (delivery === undefined) {
      report(
        "extra-transfer",
        path,
        `nothing is left to transfer from task "${transfer.from}" to task "${transfer.to}"`,
      );
      continue;
    }
    expected.delete(key);
    compare(transfer, delivery, path, tolerance, report);
  }
  for (const { from, to } of expected.values()) {
    report("missing-transfer", "/transfers", `no transfer from task "${from.task.id}" to task "${to.task.id}"`);
  }
}

function compare(transfer: Transfer, delivery: Delivery, path: string, tolerance: number, report: Report): void {
  const { from, to, data, handOver, arrival } = delivery;
  const unlike = (field: keyof Transfer, due: number | string) => {
    report("wrong-transfer", `${path}/${field}`, `${field} is ${transfer[field]} and should be ${due}`);
  };
  if (transfer.source !== from.node.id) unlike("source", from.node.id);
  if (transfer.target !== to.node.id) unlike("target", to.node.id);
  if (differ(transfer.data, data)) unlike("data", data);
  if (differ(transfer.cost, handOver.cost)) unlike("cost", handOver.cost);
  if (Math.abs(transfer.start - from.end) > tolerance) unlike("start", from.end);
  if (Math.abs(transfer.end - arrival) > tolerance) unlike("end", arrival);
}

function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > 1e-9 * Math.abs(b);
}

/** One string for two ids; no other two ids have the same. */
function pairKey(from: string, to: string): string {
  return `${from.length} ${from} ${to}`;
}

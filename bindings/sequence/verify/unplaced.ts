import type { Claims } from "./claims.js";
import type { Report } from "./codes.js";
import type { CheckedSequence } from "./read.js";
import { ineligibility, type Rules } from "./rules.js";

/** Checks claims that no schedule could have served a request: one that fits on some server can wait for its turn. */
export function checkProofs({ unplaced }: CheckedSequence, { served }: Claims, rules: Rules, report: Report): void {
  for (const [index, { request: id, proven }] of unplaced.entries()) {
    const request = rules.requests.get(id);
    if (!proven || request === undefined || served.has(id)) continue;
    const server = [...rules.servers.values()].find((server) => ineligibility(request, server) === undefined);
    if (server !== undefined) {
      report("wrong-proof", `/unplaced/${index}/proven`, `request "${id}" fits on server "${server.id}"`);
    }
  }
}

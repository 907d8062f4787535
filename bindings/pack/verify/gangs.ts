import type { Claims } from "./claims.js";
import type { Report } from "./codes.js";
import type { Gang, Kind, Rules } from "./rules.js";

/** Checks that gangs are placed as a whole, and where they are required to be together, together. */
export function checkGangs({ placed }: Claims, rules: Rules, report: Report): void {
  for (const [id, { items, within }] of rules.gangs) {
    const claims = items.flatMap((item) => placed.get(item.id) ?? []);
    const [first] = claims;
    if (first === undefined) continue;
    const missing = items.find((item) => !placed.has(item.id));
    if (missing) {
      const fact = `item "${first.item.id}" of gang "${id}" is placed, and item "${missing.id}" is not`;
      report("torn-gang", `${first.path}/item`, fact);
    }
    if (within === undefined) continue;
    const place = first.copy.kind.places[within];
    const apart = claims.find(({ copy }) => copy.kind.places[within] !== place);
    if (apart) {
      const fact = `items "${first.item.id}" and "${apart.item.id}" of gang "${id}" do not share their ${within}`;
      report("gang-apart", `${apart.path}/bin`, fact);
    }
  }
}

/** The kinds of each place that the gang may go to as a whole; all kinds when it need not share one. */
export function placesFor({ within }: Gang, { kinds }: Rules): Kind[][] {
  const places = new Map<string, Kind[]>();
  for (const kind of kinds.values()) {
    const name = within === undefined ? "" : kind.places[within];
    const place = places.get(name);
    if (place) place.push(kind);
    else places.set(name, [kind]);
  }
  return [...places.values()];
}

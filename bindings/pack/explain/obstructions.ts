import type { Item } from "../model.js";
import { obstaclesFor } from "../verify/fit.js";
import type { State } from "../verify/states.js";
import { tolerance } from "../verify/tolerance.js";
import type { Obstruction } from "./model.js";

/** What keeps an item out of copies as they are filled, and how many would take it. */
export function obstructionsFor(item: Item, states: readonly State[]): { takers: number; obstructions: Obstruction[] } {
  const found = new Map<string, Obstruction>();
  let takers = 0;
  for (const state of states) {
    const here = obstructionsIn(item, state);
    if (here.length === 0) takers += state.copies;
    for (const obstruction of here) add(obstruction, found);
  }
  return { takers, obstructions: [...found.values()].sort((a, b) => b.copies - a.copies) };
}

/** Whether a copy would take the item by itself. */
export function takesNow(item: Item, state: State): boolean {
  return obstructionsIn(item, state).length === 0;
}

function obstructionsIn(item: Item, state: State): Obstruction[] {
  const { copies, used } = state;
  const obstructions = obstaclesFor(item, state, tolerance).map((obstacle): Obstruction => {
    if (obstacle.what !== "resource") return { what: obstacle.what, copies };
    const { resource, free } = obstacle;
    return { what: "resource", resource, copies, needed: item.needs![resource]!, most: free };
  });
  const keptApart = item.separate !== undefined && used?.claims.some((claim) => claim.item.separate === item.separate);
  return keptApart ? [...obstructions, { what: "separation", copies }] : obstructions;
}

function add(obstruction: Obstruction, found: Map<string, Obstruction>): void {
  const key = obstruction.what === "resource" ? `resource ${obstruction.resource}` : obstruction.what;
  const known = found.get(key);
  if (known === undefined) {
    found.set(key, obstruction);
    return;
  }
  known.copies += obstruction.copies;
  if (known.what === "resource" && obstruction.what === "resource") known.most = Math.max(known.most, obstruction.most);
}

import type { Item } from "../model.js";
import type { Occupancy } from "../verify/claims.js";
import { emptyCopy, obstaclesFor } from "../verify/fit.js";
import { devicesOf, needsOf, type Rules } from "../verify/rules.js";
import { freeDevices, freeOf, type State } from "../verify/states.js";
import { tolerance } from "../verify/tolerance.js";

/** Kinds of items that are looked at. */
const mostKinds = 256;

/** Items with the same needs. */
interface ItemKind {
  item: Item;
  count: number;
}

/** Share of what is free that an item of the problem could not use, as the model describes it. */
export function fragmentationOf(rules: Rules, states: readonly State[]): number {
  const items = possibleItems(rules);
  const onDevices = items.filter(({ gpus }) => gpus);
  const hasDevices = onDevices.length > 0;
  const kinds = kindsOf(hasDevices ? onDevices : items);
  const weights = hasDevices ? [] : weightsOf(items, rules);
  let free = 0;
  let fragments = 0;
  for (const state of states) {
    const room = hasDevices ? sum(freeDevices(state)) : roomOf(state, weights);
    if (room === 0) continue;
    for (const { item, count } of kinds) {
      const usable = !fits(item, state) ? 0 : hasDevices ? usableDevices(state, item) : room;
      free += state.copies * count * room;
      fragments += state.copies * count * (room - usable);
    }
  }
  return free > 0 ? fragments / free : 0;
}

/** Those that fit a bin without other items, as do all of their gang. */
function possibleItems({ items, kinds }: Rules): Item[] {
  const empty = [...kinds.values()].map(emptyCopy);
  const fitting = new Set([...items.values()].filter((item) => empty.some((copy) => fits(item, copy))));
  const torn = new Set([...items.values()].flatMap((item) => (fitting.has(item) ? [] : (item.group ?? []))));
  return [...fitting].filter(({ group }) => group === undefined || !torn.has(group));
}

/** Of more than so many, those at equal distances in the order of their first items. */
function kindsOf(items: readonly Item[]): ItemKind[] {
  const kinds = new Map<string, ItemKind>();
  for (const item of items) {
    const needs = needsOf(item).filter(([, amount]) => amount > 0);
    const name = JSON.stringify([needs.sort(), devicesOf(item), item.gpus && item.models?.toSorted()]);
    const kind = kinds.get(name);
    if (kind) kind.count++;
    else kinds.set(name, { item, count: 1 });
  }
  const found = [...kinds.values()];
  if (found.length <= mostKinds) return found;
  return Array.from({ length: mostKinds }, (_, k) => found[Math.floor((k * found.length) / mostKinds)]!);
}

/** What a unit of each resource weighs: its share of the demand, in bins as large as the largest. */
function weightsOf(items: readonly Item[], { kinds }: Rules): [resource: string, weight: number][] {
  const largest = new Map<string, number>();
  const demand = new Map<string, number>();
  for (const kind of kinds.values()) {
    for (const resource of kind.capacity.keys()) {
      largest.set(resource, Math.max(largest.get(resource) ?? 0, freeOf(emptyCopy(kind), resource)));
    }
  }
  for (const [resource, amount] of items.flatMap(needsOf)) {
    demand.set(resource, (demand.get(resource) ?? 0) + amount);
  }
  const parts = [...demand].flatMap(([resource, amount]): [string, number, number][] => {
    const most = largest.get(resource) ?? 0;
    return most > 0 ? [[resource, amount / most, most]] : [];
  });
  const all = sum(parts.map(([, part]) => part));
  return all > 0 ? parts.map(([resource, part, most]) => [resource, part / all / most]) : [];
}

function roomOf(state: State, weights: readonly (readonly [string, number])[]): number {
  return sum(weights.map(([resource, weight]) => weight * freeOf(state, resource)));
}

function usableDevices(state: State, item: Item): number {
  const { share } = devicesOf(item);
  return sum(freeDevices(state).filter((free) => free >= share - tolerance));
}

function fits(item: Item, copy: Occupancy): boolean {
  return obstaclesFor(item, copy, tolerance).length === 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import { printable } from "../../errors.js";
import type { Obstruction, PlacedItemExplanation, UnplacedItemExplanation } from "./model.js";

export function sentenceOfPlaced(item: string, placed: PlacedItemExplanation): string {
  const { bin, copy, copies, gpus, companions, free, freeGpus } = placed;
  const place = copies === 1 ? `bin ${quoted(bin)}` : `copy ${copy} of bin ${quoted(bin)}`;
  const devices = gpus.length === 0 ? "" : `, on ${gpus.length === 1 ? "GPU" : "GPUs"} ${joined(gpus.map(deviceName))}`;
  const company = companions.length === 0 ? "by itself" : `together with ${listed(companions)}`;
  const rest = free.map(({ resource, capacity, free }) => `${amount(free)} of ${amount(capacity)} ${quoted(resource)}`);
  if (freeGpus.length > 0) {
    const freeInAll = freeGpus.reduce((sum, share) => sum + share, 0);
    rest.push(`${amount(freeInAll)} of ${freeGpus.length} GPUs`);
  }
  const left = rest.length === 0 ? "" : `; free there: ${joined(rest)}`;
  return `Item ${quoted(item)} sits in ${place}${devices}, ${company}${left}.`;
}

export function sentenceOfUnplaced(item: string, unplaced: UnplacedItemExplanation): string {
  const { reason, proven, copies, takers, obstructions, gang } = unplaced;
  const doubt = proven ? "" : "; another packing might have placed it";
  const sentences = [`Item ${quoted(item)} is not placed: ${printable(reason, 300)}${doubt}`];
  const parts = obstructions.map((obstruction) => obstructed(obstruction, copies));
  if (takers > 0) parts.push(`${copies === 1 ? "" : `${takers} `}would take it by itself`);
  sentences.push(`${copies === 1 ? "The only bin" : `Of ${copies} bins,`} ${joined(parts)}`);
  if (gang && gang.items.length > 1) {
    const others = gang.fitNowhere.filter((id) => id !== item);
    const why = others.length === 0 ? "" : `, and no bin would take ${listed(others)}`;
    const where = gang.within ? `, in one ${gang.within}` : "";
    sentences.push(
      `Its gang ${quoted(gang.id)} of ${gang.items.length} items is placed as a whole or not at all${where}${why}`,
    );
  }
  return `${sentences.join(". ")}.`;
}

function obstructed(obstruction: Obstruction, of: number): string {
  const { copies } = obstruction;
  const number = of === 1 ? "" : `${copies} `;
  const [have, is] = copies === 1 ? ["has", "is"] : ["have", "are"];
  switch (obstruction.what) {
    case "resource": {
      const { resource, needed, most } = obstruction;
      const free = `${amount(most)} free${copies === 1 ? "" : " at most"}`;
      return `${number}${is} short of ${quoted(resource)} (${amount(needed)} needed, ${free})`;
    }
    case "model":
      return `${number}${have} GPUs of another model`;
    case "devices":
      return `${number}${have} too few GPUs with enough room`;
    case "separation":
      return `${number}${have} an item that it is kept apart from`;
  }
}

function deviceName({ index, share }: { index: number; share: number }): string {
  return share === 1 ? `${index}` : `${index} (${amount(share)} of it)`;
}

/** The first few names, and how many more there are. */
function listed(names: readonly string[]): string {
  const shown = names.length > 5 ? names.slice(0, 4) : names;
  const rest = names.length - shown.length;
  return joined(rest > 0 ? [...shown.map(quoted), `${rest} others`] : shown.map(quoted));
}

function joined(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function amount(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function quoted(name: string): string {
  return `"${printable(name)}"`;
}

import { LehrError, printable } from "../errors.js";
import { suggestion } from "../suggestion.js";
import type { ItemExplanation, PlacedItemExplanation, UnplacedItemExplanation } from "./explain/model.js";
import { obstructionsFor, takesNow } from "./explain/obstructions.js";
import { sentenceOfPlaced, sentenceOfUnplaced } from "./explain/sentence.js";
import type { Item, Packing, PackProblem } from "./model.js";
import type { Claim } from "./verify/claims.js";
import { type Plan, planOf } from "./verify/examine.js";
import { freeDevices, freeOf, statesOf } from "./verify/states.js";

export type * from "./explain/model.js";

/**
 * Where an item sits, what sits beside it and what is free there; or why it sits nowhere: what the bins, as this packing
 * fills them, are short of. Works on anybody's packing, as long as it holds. Verifies the packing each time.
 *
 * @throws InvalidProblemError when the problem is invalid, InvalidResultError when the packing does not hold for it,
 * LehrError with the code `unknown-id` when the problem has no such item.
 */
export function explainItem(problem: PackProblem, packing: Packing, itemId: string): ItemExplanation {
  const plan = planOf(problem, packing);
  const item = plan.rules.items.get(itemId);
  if (item === undefined) {
    const hint = suggestion(itemId, plan.rules.items.keys());
    throw new LehrError("unknown-id", `the problem has no item "${printable(itemId)}"${hint}`);
  }
  const claim = plan.placed.get(itemId);
  if (claim) {
    const placed = explainPlaced(claim);
    return { item: itemId, placed, sentence: sentenceOfPlaced(itemId, placed) };
  }
  const unplaced = explainUnplaced(item, plan);
  return { item: itemId, unplaced, sentence: sentenceOfUnplaced(itemId, unplaced) };
}

function explainPlaced({ item, copy, gpus }: Claim): PlacedItemExplanation {
  const { kind, number, claims } = copy;
  const free = [...kind.capacity].map(([resource, capacity]) => ({ resource, capacity, free: freeOf(copy, resource) }));
  return {
    bin: kind.id,
    copy: number,
    copies: kind.copies,
    gpus: gpus.map(({ index, share }) => ({ index, share })),
    companions: claims.filter((other) => other.item !== item).map((other) => other.item.id),
    free,
    freeGpus: freeDevices(copy),
  };
}

function explainUnplaced(item: Item, plan: Plan): UnplacedItemExplanation {
  const { reason, proven } = plan.unplaced.find((entry) => entry.item === item.id)!;
  const states = statesOf(plan);
  const gang = item.group === undefined ? undefined : plan.rules.gangs.get(item.group);
  return {
    reason,
    proven,
    copies: states.reduce((sum, { copies }) => sum + copies, 0),
    ...obstructionsFor(item, states),
    ...(gang && {
      gang: {
        id: item.group!,
        items: gang.items.map(({ id }) => id),
        fitNowhere: gang.items.filter((member) => !states.some((state) => takesNow(member, state))).map(({ id }) => id),
        ...(gang.within && { within: gang.within }),
      },
    }),
  };
}

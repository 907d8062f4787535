import type { Packing, PackProblem } from "../../pack/model.js";
import { type Judgement, type Relations, Renaming, sameResult, worthNoLess, worthTheSame } from "./relation.js";

export function packRelations(judge: Judgement<Packing>): Relations<PackProblem, Packing> {
  return {
    deterministic: (problem) => ({
      problems: [problem, problem],
      fault: (first, second) => sameResult("the problem is the same", first, second),
    }),
    nameBlind: (problem) => {
      const renaming = renamingOf(problem);
      return {
        problems: [problem, renaming.renamed(problem)],
        fault: (first, second) => sameResult("only ids are others", first, renaming.restored(second)),
      };
    },
    scaleInvariant: (problem) => ({
      problems: [problem, scaled(problem, 2)],
      fault: (first, second) => sameResult("all amounts are twice as large", first, second),
    }),
    uselessBlind: (problem) => ({
      problems: [problem, withIdleResource(problem)],
      fault: (first, second) => sameResult("nobody needs the resource more", first, second),
    }),
    orderBlind: (problem) => ({
      problems: [problem, { ...problem, items: problem.items.toReversed(), bins: problem.bins.toReversed() }],
      fault: (first, second) => worthTheSame(judge, first, second),
    }),
    monotone: (problem) => ({
      problems: [problem, { ...problem, bins: [...problem.bins, { ...problem.bins[0]!, id: "spare", count: 1 }] }],
      fault: (first, second) => worthNoLess(judge, first, second),
    }),
  };
}

/** All amounts multiplied by `factor`; GPUs and their shares stay. */
function scaled(problem: PackProblem, factor: number): PackProblem {
  const times = (amounts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * factor]));
  return {
    ...problem,
    items: problem.items.map((item) => ({ ...item, ...(item.needs && { needs: times(item.needs) }) })),
    bins: problem.bins.map((bin) => ({
      ...bin,
      ...(bin.capacity && { capacity: times(bin.capacity) }),
      ...(bin.load?.needs && { load: { ...bin.load, needs: times(bin.load.needs) } }),
    })),
  };
}

function renamingOf({ items, bins }: PackProblem): Renaming {
  const ofItems = (key: "group" | "separate") => {
    const names = items.flatMap((item) => item[key] ?? []);
    return [...new Set(names)].map((id) => ({ id }));
  };
  return new Renaming([items, bins, ofItems("group"), ofItems("separate")]);
}

function withIdleResource(problem: PackProblem): PackProblem {
  const bins = problem.bins.map((bin) => ({ ...bin, capacity: { useless: 7, ...bin.capacity } }));
  return { ...problem, bins };
}

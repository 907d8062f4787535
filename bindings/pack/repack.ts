import { checkedChoice, checkedInteger, givenOptions } from "../checks.js";
import { InvalidResultError } from "../errors.js";
import { limits } from "../limits.js";
import { devicesOf, firstCopies } from "./decode.js";
import { encodePackProblem } from "./encode.js";
import type { PackInstance, PackSolution } from "./instance.js";
import type { DeviceShare, Packing, PackProblem, PlacedItem } from "./model.js";
import { type ParsedPackProblem, parsePackProblem } from "./parse.js";
import { goals, type InstanceMove, type RepackGoal, type RepackKernel } from "./repack/instance.js";
import { verifyPacking } from "./verify.js";

export type { RepackGoal } from "./repack/instance.js";

/** How much `repack` may move, and for what. */
export interface RepackOptions {
  /** Moves at most. Integer, not negative. @default as many as there are items */
  maxMoves?: number;
  /** What is to be freed: whole bins, or whole GPUs. @default "bins" */
  goal?: RepackGoal;
}

/** What `repack` answers. */
export interface Repacking {
  /** In this order, each leaves every constraint kept. No item moves twice. */
  moves: Move[];
  /** Copies that hold no item any more, in the order of the problem. */
  freedBins: BinCopy[];
  /** By how much more whole GPUs are free. Not negative. */
  freedGpus: number;
  /** Where the items are in the end, in the order of the problem. */
  packing: PlacedItem[];
}

/** One item, from where it is to where it goes. */
export interface Move {
  item: string;
  from: MoveEnd;
  to: MoveEnd;
}

/** One of the copies of a bin. */
export interface BinCopy {
  bin: string;
  /** Number of the copy, from 0. */
  copy: number;
}

/** Where a move begins or ends. */
export interface MoveEnd extends BinCopy {
  /** Devices that it holds, by index; empty without GPUs. */
  gpus: DeviceShare[];
}

/**
 * Says which items to move where, to free whole bins or GPUs with few moves; never are fewer of either free than before,
 * and no bin is used that was not. Gangs that are in one place stay there.
 *
 * @param packing anybody's, as `verifyPacking` accepts it
 * @throws InvalidProblemError
 * @throws InvalidOptionsError
 * @throws InvalidResultError when the packing does not hold
 * @throws KernelError
 */
export type Repack = (problem: PackProblem, packing: Packing, options?: RepackOptions) => Repacking;

export function repackOn(kernel: RepackKernel): Repack {
  return (problem, packing, options) => {
    const parsed = parsePackProblem(problem);
    const { goal, maxMoves } = resolveOptions(options, parsed.items.length);
    // What is checked is the copy: nobody else can change it.
    const own = copyOf(packing);
    const violations = verifyPacking(problem, own);
    if (violations.length > 0) throw new InvalidResultError(violations);
    const { instance } = encodePackProblem(parsed);
    const before = solutionOf(parsed, instance, (own as Packing).placed);
    return decode(parsed, instance, before, kernel.repack(instance, before, goal, maxMoves));
  };
}

function copyOf(packing: unknown): unknown {
  try {
    return structuredClone(packing);
  } catch {
    // Functions and the like: the check says what is wrong.
    return undefined;
  }
}

function solutionOf({ itemIndex, binIndex }: ParsedPackProblem, instance: PackInstance, placed: readonly PlacedItem[]) {
  const position = new Map(Array.from(instance.input, (index, item) => [index, item]));
  const firstCopy = firstCopies(instance);
  const solution = { bin: new Int32Array(instance.items).fill(-1), gpus: new Int32Array(instance.items) };
  for (const { item: id, bin, copy, gpus } of placed) {
    const item = position.get(itemIndex.get(id)!)!;
    solution.bin[item] = firstCopy[binIndex.get(bin)!]! + copy;
    solution.gpus[item] = gpus.reduce((set, { index }) => set | (1 << index), 0);
  }
  return solution;
}

function decode(
  parsed: ParsedPackProblem,
  instance: PackInstance,
  before: PackSolution,
  moves: readonly InstanceMove[],
): Repacking {
  const after = { bin: before.bin.slice(), gpus: before.gpus.slice() };
  for (const { item, toBin, toGpus } of moves) {
    after.bin[item] = toBin;
    after.gpus[item] = toGpus;
  }
  const firstCopy = firstCopies(instance);
  const idOf = (item: number) => parsed.items[instance.input[item]!]!.id;
  const copyOf = (b: number): BinCopy => {
    const kind = instance.kind[b]!;
    return { bin: parsed.bins[kind]!.id, copy: b - firstCopy[kind]! };
  };
  const locationOf = (item: number, b: number, set: number): MoveEnd => {
    return { ...copyOf(b), gpus: devicesOf(set, parsed.items[instance.input[item]!]!.gpus) };
  };
  const used = new Set(after.bin);
  const freed = [...new Set(before.bin)].filter((b) => !used.has(b)).sort((a, b) => a - b);
  return {
    moves: moves.map(({ item, fromBin, fromGpus, toBin, toGpus }) => ({
      item: idOf(item),
      from: locationOf(item, fromBin, fromGpus),
      to: locationOf(item, toBin, toGpus),
    })),
    freedBins: freed.map(copyOf),
    freedGpus: wholeDevicesTaken(instance, before) - wholeDevicesTaken(instance, after),
    packing: [...after.bin].flatMap((b, item) =>
      b === -1 ? [] : [{ item: idOf(item), ...locationOf(item, b, after.gpus[item]!) }],
    ),
  };
}

/** Devices on which items have taken something, and nothing else has. */
function wholeDevicesTaken({ kind, firstGpu, gpuFree, gpuUnits }: PackInstance, { bin, gpus }: PackSolution): number {
  const taken = new Set<number>();
  bin.forEach((b, item) => {
    for (const { index } of devicesOf(gpus[item]!, undefined)) {
      if (gpuFree[firstGpu[kind[b]!]! + index] === gpuUnits) taken.add(32 * b + index);
    }
  });
  return taken.size;
}

function resolveOptions(options: unknown = {}, items: number): Required<RepackOptions> {
  const { maxMoves = items, goal = "bins" } = givenOptions(options, ["maxMoves", "goal"]);
  return {
    // More than one for each item there cannot be.
    maxMoves: Math.min(items, checkedInteger("maxMoves", maxMoves, 0, limits.iterations)),
    goal: checkedChoice("goal", goal, goals),
  };
}

import type { PackInstance, PackSolution } from "../../bindings/pack/instance.js";

/** What a packing violates, told from the instance alone. */
export function violationsOf(instance: PackInstance, { bin, gpus }: PackSolution): string[] {
  const { items, resources, demand, free, kind, groups, group, groupLevel, groupRequired, location } = instance;
  const violations: string[] = [];
  const placed = Array.from({ length: items }, (_, item) => item).filter((item) => bin[item] !== -1);
  for (const b of new Set(placed.map((item) => bin[item]!))) {
    const here = placed.filter((item) => bin[item] === b);
    for (let lane = 0; lane < resources; lane++) {
      const load = here.reduce((sum, item) => sum + demand[item * resources + lane]!, 0);
      if (load > free[kind[b]! * resources + lane]!) violations.push(`bin ${b}: resource ${lane}`);
    }
    const names = here.map((item) => instance.separate[item]!).filter((name) => name !== -1);
    if (new Set(names).size < names.length) violations.push(`bin ${b}: separation`);
    violations.push(...deviceViolations(instance, b, here, gpus));
  }
  for (let item = 0; item < items; item++) {
    if (bin[item] === -1 && gpus[item] !== 0) violations.push(`item ${item}: devices without a bin`);
  }
  for (let g = 0; g < groups; g++) {
    const members = [...group.keys()].filter((item) => group[item] === g);
    const inside = members.filter((item) => bin[item] !== -1);
    if (inside.length > 0 && inside.length < members.length) violations.push(`gang ${g}: torn`);
    const places = inside.map((item) => location[4 * kind[bin[item]!]! + groupLevel[g]!]);
    const isBound = groupRequired[g] === 1 && groupLevel[g] !== -1;
    if (isBound && new Set(places).size > 1) violations.push(`gang ${g}: apart`);
  }
  return violations;
}

function deviceViolations(
  { kind, firstGpu, gpuFree, gpuUnits, gpuCount, gpuShare, models, model }: PackInstance,
  b: number,
  items: readonly number[],
  gpus: Int32Array,
): string[] {
  const violations: string[] = [];
  const left = [...gpuFree.subarray(firstGpu[kind[b]!]!, firstGpu[kind[b]! + 1]!)];
  for (const item of items) {
    const devices = Array.from({ length: 32 }, (_, device) => device).filter((device) => (gpus[item]! >>> device) & 1);
    const share = gpuShare[item]!;
    if (devices.length !== (share > 0 ? 1 : gpuCount[item]!)) violations.push(`item ${item}: number of devices`);
    if (devices.length > 0 && !((models[item]! >>> model[kind[b]!]!) & 1)) violations.push(`item ${item}: model`);
    for (const device of devices) left[device] = (left[device] ?? 0) - (share > 0 ? share : gpuUnits);
  }
  if (left.some((units) => units < 0)) violations.push(`bin ${b}: devices`);
  return violations;
}

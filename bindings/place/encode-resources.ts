import type { Node } from "../cluster/model.js";
import { scaleOf } from "../cluster/quantize.js";
import { type PlaceInstance, WHOLE_NODE } from "./instance.js";
import type { NormalTask } from "./parse-workflow.js";

/** Units of a resource fit an i32 lane, twice over. */
const unitLimit = 2 ** 30;

/** Amounts of one resource and the positions of the tasks or nodes that they belong to. */
interface Amounts {
  owners: number[];
  values: number[];
}

/**
 * What tasks need and nodes have in integer units, one scale per resource. Where needs exceed the node, the duration
 * becomes infinite.
 */
export function encodeResources(
  duration: Float64Array,
  tasks: readonly NormalTask[],
  nodes: readonly Node[],
  resources: readonly string[],
  stride: number,
): Pick<PlaceInstance, "lanes" | "demand" | "capacity"> {
  const lanes = Math.ceil(resources.length / 4) * 4;
  const demand = new Int32Array(tasks.length * lanes);
  const capacity = new Int32Array(nodes.length * lanes);
  const sizes = resources.map((): Amounts => ({ owners: [], values: [] }));
  const capacities = resources.map((): Amounts => ({ owners: [], values: [] }));

  const laneOf = new Map(resources.map((name, lane) => [name, lane]));
  for (let j = 0; j < nodes.length; j++) collect(nodes[j]!.capacity, j, laneOf, capacities);
  for (let t = 0; t < tasks.length; t++) {
    const { needs } = tasks[t]!;
    if (!needs || isEmpty(needs)) demand.fill(WHOLE_NODE, t * lanes, (t + 1) * lanes);
    // A resource that no node has.
    else if (!collect(needs, t, laneOf, sizes)) duration.fill(Infinity, t * stride, (t + 1) * stride);
  }
  for (let lane = 0; lane < resources.length; lane++) {
    const scale = scaleOf(capacities[lane]!.values, sizes[lane]!.values, unitLimit);
    writeUnits(capacity, lanes, lane, capacities[lane]!, scale.capacity);
    writeUnits(demand, lanes, lane, sizes[lane]!, scale.size);
  }
  for (let t = 0; t < tasks.length; t++) {
    for (let j = 0; j < nodes.length; j++) {
      if (exceeds(demand, t * lanes, capacity, j * lanes, lanes)) duration[t * stride + j] = Infinity;
    }
  }
  return { lanes, demand, capacity };
}

/** Adds each amount to those of its resource. False when some resource is not among them. */
function collect(
  record: Record<string, number> | undefined,
  owner: number,
  laneOf: ReadonlyMap<string, number>,
  amounts: readonly Amounts[],
): boolean {
  let complete = true;
  for (const name in record) {
    const lane = laneOf.get(name);
    if (lane === undefined) {
      complete = false;
    } else {
      amounts[lane]!.owners.push(owner);
      amounts[lane]!.values.push(record[name]!);
    }
  }
  return complete;
}

function writeUnits(
  units: Int32Array,
  lanes: number,
  lane: number,
  { owners, values }: Amounts,
  unitsOf: (amount: number) => number,
): void {
  for (let k = 0; k < owners.length; k++) units[owners[k]! * lanes + lane] = unitsOf(values[k]!);
}

function exceeds(demand: Int32Array, task: number, capacity: Int32Array, node: number, lanes: number): boolean {
  for (let lane = 0; lane < lanes; lane++) if (demand[task + lane]! > capacity[node + lane]!) return true;
  return false;
}

function isEmpty(record: Record<string, number>): boolean {
  for (const _ in record) return false;
  return true;
}

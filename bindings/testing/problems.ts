import fc from "fast-check";
import type { MemoryProblem } from "../pack/memory/model.js";
import type { Group, Item, PackProblem } from "../pack/model.js";
import { locationLevels } from "../pack/model.js";
import type { PlaceProblem } from "../place/model.js";
import type { SequenceProblem } from "../sequence/model.js";
import { basicPack, basicPlace, basicSequence } from "./basics.js";
import { binsOf } from "./bins.js";
import { buffersOf } from "./buffers.js";
import { clusterOf, draftCluster } from "./clusters.js";
import { withCommunication } from "./communication.js";
import { ofNumbers, optional, plain, rarely } from "./drawing.js";
import { itemShape, itemsOf } from "./items.js";
import type { Heterogeneity, MemoryKnobs, PackKnobs, PlaceKnobs, SequenceKnobs } from "./knobs.js";
import { amountsOf, servingNumbersOf } from "./numbers.js";
import { requestsOf } from "./requests.js";
import { serversOf } from "./servers.js";
import { capacityFor, withCopies, withDeadlines, withPromises } from "./tightness.js";
import { draftWorkflow, workflowOf } from "./workflows.js";

/**
 * Valid problems of `place`: clusters of exclusive and shared nodes with every kind of network, and workflows whose
 * dependencies do not follow the order of the tasks. Some tasks fit no node.
 */
export function placeProblems(knobs: PlaceKnobs = {}): fc.Arbitrary<PlaceProblem> {
  const { heterogeneity, tightness, basic, communicationToComputation: ratio } = knobs;
  return ofNumbers(knobs.numbers, (numbers) =>
    fc
      .record({
        cluster: draftCluster(numbers, knobs),
        workflow: draftWorkflow(numbers, knobs),
        byKind: basic || isRelated(heterogeneity) ? fc.constant(false) : fc.boolean(),
        sharing: fc.boolean(),
        world: fc.record({ bandwidth: amountsOf[numbers].positive }),
      })
      .map(({ cluster, workflow, world, ...use }) => {
        const nodes = cluster.nodes.length;
        const drawn = {
          cluster: clusterOf(cluster, { heterogeneity, ...use }),
          workflow: workflowOf(workflow, { heterogeneity, nodes, ...use }),
        };
        const kept = basic ? basicPlace(drawn) : drawn;
        const scaled = ratio === undefined ? kept : withCommunication(kept, ratio, world);
        return plain(tightness === undefined ? scaled : withDeadlines(scaled, tightness));
      }),
  );
}

/** Valid problems of `sequence`. Some requests fit no server. */
export function sequenceProblems(knobs: SequenceKnobs = {}): fc.Arbitrary<SequenceProblem> {
  const { tightness, basic } = knobs;
  return ofNumbers(knobs.numbers, (numbers) =>
    fc
      .record({
        requests: requestsOf(numbers, knobs),
        servers: serversOf(numbers, knobs),
        now: rarely(servingNumbersOf[numbers].moment),
      })
      .map((drawn) => (basic ? basicSequence(drawn) : drawn))
      .map((kept) => plain(tightness === undefined ? kept : withPromises(kept, tightness))),
  );
}

/** Valid problems of `pack`. Some items fit no bin. */
export function packProblems(knobs: PackKnobs = {}): fc.Arbitrary<PackProblem> {
  const { tightness, basic } = knobs;
  return ofNumbers(knobs.numbers, (numbers) =>
    itemShape(knobs)
      .chain((shape) =>
        fc.record({
          items: itemsOf(numbers, shape, knobs),
          bins: binsOf(numbers, shape !== "random", knobs),
          groups: fc.tuple(group("gang"), group("pair")),
        }),
      )
      .map(({ groups, ...rest }) => {
        const drawn = basic ? basicPack(rest) : { ...rest, groups: describedGangs(rest.items, groups) };
        return plain(tightness === undefined ? drawn : withCopies(drawn, tightness));
      }),
  );
}

/** Valid problems of `allocate`. */
export function memoryProblems(knobs: MemoryKnobs = {}): fc.Arbitrary<MemoryProblem> {
  return ofNumbers(knobs.numbers, (numbers) =>
    fc
      .record({ buffers: buffersOf(numbers, knobs), tightness: fc.constantFrom(0.5, 0.8, 0.95, 1, 1.2) })
      .map(({ buffers, tightness }) =>
        plain({ buffers, capacity: capacityFor(buffers, knobs.tightness ?? tightness) }),
      ),
  );
}

function group(id: string): fc.Arbitrary<Group | undefined> {
  const place = fc.record({
    within: fc.constantFrom(...locationLevels),
    strength: optional(fc.constantFrom("required" as const, "preferred" as const)),
  });
  return optional(place.map((place) => ({ id, ...place })));
}

/** A gang that no item belongs to is not described. */
function describedGangs(items: readonly Item[], groups: readonly (Group | undefined)[]): Group[] | undefined {
  const described = groups.filter((group) => group !== undefined && items.some((item) => item.group === group.id));
  return described.length > 0 ? described.filter((group) => group !== undefined) : undefined;
}

function isRelated(heterogeneity: Heterogeneity | undefined): boolean {
  return heterogeneity === "identical" || heterogeneity === "related";
}

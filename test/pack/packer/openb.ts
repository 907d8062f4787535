import { readPackProblem } from "../../../bindings/import/pack-file.js";
import type { Bin, Item } from "../../../bindings/pack/model.js";
import { Random } from "../../../bindings/random.js";
import { readSharedText } from "../../shared-data.js";

/** The default trace of Weng et al. (2023): nodes and pods of a production cluster. */
export function readOpenb(): { bins: readonly Bin[]; pods: readonly Item[] } {
  const read = (name: string) => ({ name, text: readSharedText(`pack/openb/${name}.csv`) });
  const { items, bins } = readPackProblem({
    items: read("openb_pod_list_default"),
    bins: read("openb_node_list_gpu_node"),
  });
  return { bins, pods: items };
}

/** Whole GPUs that an item asks for. */
export function gpusOf({ gpus }: Pick<Item, "gpus">): number {
  return gpus ? ("count" in gpus ? gpus.count : gpus.share) : 0;
}

/** The published experiment: pods shuffled, and more drawn from them until they ask for so many GPUs. */
export function stream(pods: readonly Item[], gpus: number, seed: number): Item[] {
  const random = new Random(seed);
  const arriving = [...pods];
  for (let last = arriving.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [arriving[last], arriving[other]] = [arriving[other]!, arriving[last]!];
  }
  let asked = arriving.reduce((sum, pod) => sum + gpusOf(pod), 0);
  while (asked < gpus) {
    const pod = pods[random.below(pods.length)]!;
    arriving.push(pod);
    asked += gpusOf(pod);
  }
  return arriving;
}

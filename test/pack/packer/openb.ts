import type { Bin, Item } from "../../../bindings/pack/model.js";
import { Random } from "../../../bindings/random.js";
import { readSharedText } from "../../shared-data.js";

/** The default trace of Weng et al. (2023): nodes and pods of a production cluster. */
export function readOpenb(): { bins: Bin[]; pods: Item[] } {
  return {
    bins: rows("pack/openb/openb_node_list_gpu_node.csv").map(({ sn, cpu_milli, memory_mib, gpu, model }) => ({
      id: sn!,
      capacity: { cpu: Number(cpu_milli), memory: Number(memory_mib) },
      gpus: { model: model!, count: Number(gpu) },
    })),
    pods: rows("pack/openb/openb_pod_list_default.csv").map((row) => ({
      id: row.name!,
      needs: { cpu: Number(row.cpu_milli), memory: Number(row.memory_mib) },
      ...devicesOf(Number(row.num_gpu), Number(row.gpu_milli) / 1000),
      ...(row.gpu_spec ? { models: row.gpu_spec.split("|") } : {}),
    })),
  };
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

function devicesOf(count: number, share: number): Pick<Item, "gpus"> {
  if (count === 0) return {};
  return { gpus: count === 1 && share < 1 ? { share } : { count } };
}

function rows(path: string): Record<string, string>[] {
  const [head, ...lines] = readSharedText(path).trim().split("\n");
  const names = head!.split(",");
  return lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(names.map((name, column) => [name, fields[column]!]));
  });
}

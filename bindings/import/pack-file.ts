/** Problems of `pack`: items and bins from one YAML or JSON file, or each from a file of its own, CSV and Kubernetes manifests as well. */

import type { PackProblem } from "../pack/model.js";
import { parsePackProblem } from "../pack/parse.js";
import { type CsvTable, isCsv, parseCsv } from "./csv.js";
import { isKubernetes, readKubernetes } from "./kubernetes.js";
import { isOpenbNodes, isOpenbPods, openbBins, openbItems } from "./openb.js";
import { csvBins, csvItems } from "./pack-csv.js";
import { checkParts, has, type Part } from "./parts.js";
import { InvalidSourceError, type ParsedSource, parseSource, type Source } from "./source.js";

/** Where the two halves of a problem are. Both may be the same source. */
export interface PackSources {
  /** YAML or JSON with `items`, or their list alone; CSV; or manifests of Kubernetes. */
  items: Source;
  /** The same with `bins`. @default the source of the items */
  bins?: Source;
}

/**
 * @throws InvalidSourceError with everything that is wrong with the sources, or with the problem
 */
export function readPackProblem({ items, bins = items }: PackSources): PackProblem {
  if (isKubernetes(items.text) && isKubernetes(bins.text)) {
    return readManifests(bins === items ? [items] : [items, bins]);
  }
  const itemFile = parseTable(items, (table) => (isOpenbPods(table) ? openbItems(table) : csvItems(table)));
  const binFile =
    bins === items ? itemFile : parseTable(bins, (table) => (isOpenbNodes(table) ? openbBins(table) : csvBins(table)));
  const parts = { items: locate(itemFile, "items"), bins: locate(binFile, "bins", binFile !== itemFile) };
  const missing = Object.entries(parts).filter(([, { value }]) => value === undefined);
  if (missing.length > 0) {
    throw new InvalidSourceError(
      missing.map(([name, { source }]) => {
        const message = `no ${name} found: give them as "${name}", or their list alone`;
        return { file: source.name, pointer: "", message, line: source.lineOf("") };
      }),
    );
  }
  const whole = has(itemFile.value, "items") ? itemFile.value : {};
  const problem = { ...whole, items: parts.items.value, bins: parts.bins.value };
  checkParts(problem, parts, itemFile, parsePackProblem);
  return problem as PackProblem;
}

function readManifests(sources: readonly Source[]): PackProblem {
  const { items, bins } = readKubernetes(sources);
  const problem = { items: items.value, bins: bins.value };
  const partOf = (source: ParsedSource): Part => ({ source, pointer: "", value: source.value });
  checkParts(problem, { items: partOf(items), bins: partOf(bins) }, items, parsePackProblem);
  return problem as PackProblem;
}

function parseTable(source: Source, read: (table: CsvTable) => ParsedSource): ParsedSource {
  return isCsv(source.text) ? read(parseCsv(source)) : parseSource(source);
}

/** The part is under its name, or it is the whole file when that is a list. */
function locate(source: ParsedSource, name: string, mayBeList = true): Part {
  const { value } = source;
  if (has(value, name)) return { source, pointer: `/${name}`, value: value[name] };
  return { source, pointer: "", value: mayBeList && Array.isArray(value) ? value : undefined };
}

/**
 * Kubernetes manifests: nodes as bins, pods as items. Resources keep their names; `memory` is in gigabytes, the devices of
 * `nvidia.com/gpu` become `gpus`. What would restrict a pod or node and is not honoured is refused by name.
 */

import { printable } from "../errors.js";
import { InvalidSourceError, type ParsedSource, parseSource, type Source, type SourceProblem } from "./source.js";

const gpuResource = "nvidia.com/gpu";
const gpuLabels = ["nvidia.com/gpu.product", "cloud.google.com/gke-accelerator"];

/** Whether the text holds manifests. */
export function isKubernetes(text: string): boolean {
  return /^\s*"?apiVersion"?\s*:/m.test(text) && /^\s*"?kind"?\s*:/m.test(text);
}

/**
 * Pods as items, not yet checked.
 *
 * @throws InvalidSourceError for quantities that are none, and for what is not honoured
 */
export function kubernetesItems(source: Source): ParsedSource {
  return read(source, "Pod", itemOf);
}

/** Nodes as bins, not yet checked. */
export function kubernetesBins(source: Source): ParsedSource {
  return read(source, "Node", binOf);
}

interface Manifest {
  value: Fields;
  line: number | undefined;
}

type Fields = Record<string, unknown>;
/** Notes what is wrong with a manifest. */
type Report = (message: string) => void;

function read(source: Source, kind: string, convert: (manifest: Fields, report: Report) => unknown): ParsedSource {
  const manifests = manifestsOf(source).filter(({ value }) => value.kind === kind);
  const problems: SourceProblem[] = [];
  const value = manifests.map(({ value, line }) => {
    const name = printable(String(fields(value.metadata).name ?? ""));
    return convert(value, (message) =>
      problems.push({ file: source.name, pointer: "", line, message: `${kind} "${name}": ${message}` }),
    );
  });
  if (problems.length > 0) throw new InvalidSourceError(problems);
  return { name: source.name, value, lineOf: (pointer) => manifests[Number(pointer.split("/")[1])]?.line };
}

/** Of all documents, lists taken apart. */
function manifestsOf(source: Source): Manifest[] {
  return documentsOf(source).flatMap(({ value, lineOf, offset }) => {
    const line = (pointer: string) => (lineOf(pointer) ?? 1) + offset;
    const manifest = fields(value);
    if (manifest.kind !== "List") return [{ value: manifest, line: line("") }];
    return list(manifest.items).map((inner, i) => ({ value: fields(inner), line: line(`/items/${i}`) }));
  });
}

function documentsOf({ name, text }: Source): (ParsedSource & { offset: number })[] {
  let offset = 0;
  return text.split(/^---.*$/m).flatMap((document) => {
    const begin = offset;
    offset += document.split("\n").length - 1;
    return document.trim() === "" ? [] : [{ ...parseSource({ name, text: document }), offset: begin }];
  });
}

function itemOf(manifest: Fields, report: Report): unknown {
  const { name, namespace } = fields(manifest.metadata);
  const spec = fields(manifest.spec);
  for (const key of ["affinity", "nodeName", "topologySpreadConstraints", "resourceClaims"]) {
    if (spec[key] !== undefined) report(`spec.${key} is not honoured; leave it out`);
  }
  const models = modelsOf(fields(spec.nodeSelector), report);
  const { [gpuResource]: gpus = 0, ...needs } = inGigabytes(requestsOf(spec, report));
  return {
    id: namespace === undefined ? name : `${namespace}/${name}`,
    needs: { ...needs, pods: 1 },
    ...(gpus > 0 && { gpus: { count: gpus } }),
    ...(gpus > 0 && models.length > 0 && { models }),
  };
}

function modelsOf(selector: Fields, report: Report): unknown[] {
  for (const label of Object.keys(selector)) {
    if (!gpuLabels.includes(label)) report(`spec.nodeSelector "${printable(label)}" is not honoured; leave it out`);
  }
  return gpuLabels.filter((label) => selector[label] !== undefined).map((label) => selector[label]);
}

/** All containers at once, or an init container beside those that keep running, whichever is more; and the overhead. */
function requestsOf(spec: Fields, report: Report): Record<string, number> {
  let running = sum(list(spec.containers).map((container) => requestOf(container, report)));
  let peak: Record<string, number> = {};
  let sidecars: Record<string, number> = {};
  for (const container of list(spec.initContainers)) {
    const request = requestOf(container, report);
    if (fields(container).restartPolicy === "Always") {
      sidecars = sum([sidecars, request]);
      running = sum([running, request]);
    }
    const beside = fields(container).restartPolicy === "Always" ? sidecars : sum([sidecars, request]);
    peak = most(peak, beside);
  }
  return sum([most(running, peak), quantities(spec.overhead, report)]);
}

/** Requests default to limits. */
function requestOf(container: unknown, report: Report): Record<string, number> {
  const { requests, limits } = fields(fields(container).resources);
  return { ...quantities(limits, report), ...quantities(requests, report) };
}

function binOf(manifest: Fields, report: Report): unknown {
  const { name, labels } = fields(manifest.metadata);
  const spec = fields(manifest.spec);
  const status = fields(manifest.status);
  if (list(spec.taints).length > 0) report("spec.taints are not honoured; leave them out");
  if (spec.unschedulable === true) report("is unschedulable; leave it out");
  const { [gpuResource]: gpus = 0, ...capacity } = inGigabytes(
    quantities(status.allocatable ?? status.capacity, report),
  );
  const label = (key: string) => fields(labels)[key];
  const region = label("topology.kubernetes.io/region");
  const zone = label("topology.kubernetes.io/zone");
  const model = gpuLabels.map(label).find((text) => text !== undefined) ?? "GPU";
  return {
    id: name,
    capacity,
    ...(gpus > 0 && { gpus: { model, count: gpus } }),
    ...((region ?? zone) !== undefined && {
      location: { ...(region !== undefined && { region }), ...(zone !== undefined && { zone }) },
    }),
  };
}

const suffixes: Record<string, number> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

function quantities(value: unknown, report: Report): Record<string, number> {
  const amounts: Record<string, number> = {};
  for (const [name, quantity] of Object.entries(fields(value))) {
    const amount = amountOf(quantity);
    if (amount === undefined) report(`"${printable(String(quantity))}" is no quantity of ${printable(name)}`);
    else amounts[name] = amount;
  }
  return amounts;
}

/** Memory, of which Kubernetes counts bytes. */
function inGigabytes(amounts: Record<string, number>): Record<string, number> {
  return amounts.memory === undefined ? amounts : { ...amounts, memory: amounts.memory / 1e9 };
}

/** `500m`, `16Gi`, `1e3`, `129M`; undefined for what is none. */
function amountOf(quantity: unknown): number | undefined {
  const match = /^\+?(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/.exec(String(quantity));
  if (!match) return undefined;
  const [, digits, exponent = "", suffix = ""] = match;
  const amount = Number(`${digits}${exponent}`);
  // Thousandths stay the numbers that people would write.
  return suffixes[suffix]! < 1 ? amount / Math.round(1 / suffixes[suffix]!) : amount * suffixes[suffix]!;
}

function sum(parts: readonly Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const part of parts) for (const name in part) total[name] = (total[name] ?? 0) + part[name]!;
  return total;
}

function most(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const greatest = { ...a };
  for (const name in b) greatest[name] = Math.max(greatest[name] ?? 0, b[name]!);
  return greatest;
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

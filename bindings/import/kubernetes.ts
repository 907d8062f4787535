/**
 * Kubernetes manifests: nodes as bins, pods as items. Pods that are on a node already are its load; those that have ended
 * are left out. What would restrict a pod or a node and is not honoured is refused by name.
 */

import { printable } from "../errors.js";
import type { Bin, Item } from "../pack/model.js";
import { hostname, termsOf } from "./kubernetes-affinity.js";
import { binOf, gpuLabels, hasEnded, itemOf, modelLabelsOf, nodeNameOf } from "./kubernetes-objects.js";
import { type Fields, fieldsOf, listOf, type Report } from "./kubernetes-quantities.js";
import { type Peer, separate } from "./kubernetes-separations.js";
import { InvalidSourceError, type ParsedSource, parseSource, type Source, type SourceProblem } from "./source.js";

/** Whether the text holds manifests. */
export function isKubernetes(text: string): boolean {
  const has = (key: string) => new RegExp(`(^|[{,\\s])["']?${key}["']?\\s*:`).test(text);
  return has("apiVersion") && has("kind");
}

/** One object of a source. */
interface Manifest {
  source: ParsedSource;
  /** JSON pointer to it. */
  pointer: string;
  fields: Fields;
}

/**
 * Pods and nodes of all the sources together as items and bins, not yet checked.
 *
 * @throws InvalidSourceError for quantities that are none, for other kinds of objects, and for what is not honoured
 */
export function readKubernetes(sources: readonly Source[]): { items: ParsedSource; bins: ParsedSource } {
  const problems: SourceProblem[] = [];
  const reportOn =
    ({ source, pointer, fields }: Manifest): Report =>
    (below, message) => {
      const { name } = fieldsOf(fields.metadata);
      const subject = `${printable(String(fields.kind))} "${printable(String(name ?? ""))}": `;
      const at = pointer + below;
      problems.push({ file: source.name, pointer: at, line: source.lineOf(at), message: subject + message });
    };
  const manifests = sources.flatMap(manifestsOf);
  const ofKind = (kind: string) => manifests.filter(({ fields }) => fields.kind === kind);
  for (const manifest of manifests) {
    if (manifest.fields.kind === "Pod" || manifest.fields.kind === "Node") continue;
    reportOn(manifest)("/kind", "is neither a pod nor a node; give the pods that it stands for, or leave it out");
  }

  const pods = ofKind("Pod").filter(({ fields }) => !hasEnded(fields));
  const label = modelLabel(pods, reportOn);
  const nodes = ofKind("Node");
  const bins = nodes.map((manifest) => binOf(manifest.fields, label, reportOn(manifest)));
  const countsPods = bins.some(({ capacity }) => capacity?.pods !== undefined);
  const waiting: (Manifest & Peer)[] = [];
  const settled: (Manifest & Peer)[] = [];
  for (const pod of pods) {
    const report = reportOn(pod);
    // Where no node says how many pods it takes, pods do not count.
    const item = itemOf(pod.fields, label, countsPods, report);
    const terms = termsOf(fieldsOf(pod.fields.spec).affinity, report);
    const node = nodeNameOf(pod.fields);
    (node === undefined ? waiting : settled).push({ ...pod, item, terms, report });
    if (node !== undefined) settle(item, node, bins, report);
  }
  separate(waiting, settled);
  const items = waiting.map(({ item }) => item);
  if (items.some(({ separate }) => separate !== undefined)) checkHosts(nodes, reportOn);
  if (problems.length > 0) throw new InvalidSourceError(problems);
  return { items: sourceOf(waiting, items, sources[0]!), bins: sourceOf(nodes, bins, sources.at(-1)!) };
}

/** Of all documents, lists taken apart. */
function manifestsOf({ name, text }: Source): Manifest[] {
  return documentsOf(text).flatMap((document) => {
    const source = parseSource({ name, text: document });
    const fields = fieldsOf(source.value);
    if (!/^(Pod|Node)?List$/.test(String(fields.kind))) return [{ source, pointer: "", fields }];
    const kind = String(fields.kind).replace(/List$/, "");
    return listOf(fields.items).map((inner, i) => ({
      source,
      pointer: `/items/${i}`,
      // Lists of one kind need not say it again.
      fields: { ...(kind !== "" && { kind }), ...fieldsOf(inner) },
    }));
  });
}

/** The documents of a stream, each below as many empty lines as stood before it. */
function documentsOf(text: string): string[] {
  let line = 0;
  return text.split(/^---.*$/m).flatMap((document) => {
    const above = "\n".repeat(line);
    line += document.split("\n").length - 1;
    return document.trim() === "" ? [] : [above + document];
  });
}

/** The label by which pods name models of GPU: for one problem, one. */
function modelLabel(pods: readonly Manifest[], reportOn: (manifest: Manifest) => Report): string | undefined {
  let label: string | undefined;
  for (const pod of pods) {
    for (const name of modelLabelsOf(pod.fields)) {
      label ??= name;
      if (name === label) continue;
      reportOn(pod)(
        "/spec/nodeSelector",
        `"${name}" beside "${label}": models are told by one of ${gpuLabels.join(", ")}`,
      );
    }
  }
  return label;
}

/** Kubernetes tells hosts apart by their label; bins are told apart by their names. */
function checkHosts(nodes: readonly Manifest[], reportOn: (manifest: Manifest) => Report): void {
  const hosts = new Set<unknown>();
  for (const node of nodes) {
    const { labels, name } = fieldsOf(node.fields.metadata);
    const host = fieldsOf(labels)[hostname] ?? name;
    if (hosts.has(host)) reportOn(node)("/metadata/labels", `another node has its ${hostname} as well`);
    hosts.add(host);
  }
}

/** Makes a pod part of what its node holds; whole devices from the first on that is free. */
function settle({ needs = {}, gpus }: Item, node: string, bins: readonly Bin[], report: Report): void {
  const bin = bins.find(({ id }) => id === node);
  if (!bin) {
    report("/spec/nodeName", `there is no node "${printable(node)}"`);
    return;
  }
  const held: Record<string, number> = { ...bin.load?.needs };
  for (const name in needs) held[name] = (held[name] ?? 0) + needs[name]!;
  const devices = [...(bin.load?.gpus ?? [])];
  const count = gpus && "count" in gpus ? gpus.count : 0;
  for (let left = count; left > 0; left--) devices.push({ index: devices.length, share: 1 });
  bin.load = { needs: held, gpus: devices };
}

function sourceOf(manifests: readonly Manifest[], value: unknown[], { name }: Source): ParsedSource {
  const lineOf = (pointer: string) => {
    const manifest = manifests[Number(pointer.split("/")[1])];
    return manifest?.source.lineOf(manifest.pointer);
  };
  return { name: manifests[0]?.source.name ?? name, value, lineOf };
}

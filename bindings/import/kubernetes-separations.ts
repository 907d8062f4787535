/** Who must not share a node with whom, as separations: sets of pods, all of them apart from one another. */

import { printable } from "../errors.js";
import type { Item } from "../pack/model.js";
import { areApart, type Term } from "./kubernetes-affinity.js";
import { type Fields, fieldsOf, type Report } from "./kubernetes-quantities.js";

/** A pod, as its neighbours see it. */
export interface Peer {
  item: Item;
  /** Of its manifest. */
  fields: Fields;
  terms: Term[];
  report: Report;
}

/** Pods of a namespace that no term tells apart, and that have the same terms. */
interface Kind {
  namespace: string;
  labels: Fields;
  terms: Term[];
  pods: Peer[];
}

const pointer = "/spec/affinity/podAntiAffinity";

/**
 * Gives items their separation. What separations cannot express is reported: pods of which only some are apart from one
 * another, and pods kept apart from those that are on a node already.
 */
export function separate(waiting: readonly Peer[], settled: readonly Peer[]): void {
  const keys = new Set([...waiting, ...settled].flatMap(({ terms }) => terms.flat().map(({ key }) => key)));
  if ([...waiting, ...settled].every(({ terms }) => terms.length === 0)) return;
  const kinds = kindsOf(waiting, keys);
  reportSettled(kinds, kindsOf(settled, keys));
  const left = new Set(kinds);
  for (const kind of kinds) {
    if (!left.has(kind)) continue;
    const together = connected(kind, left);
    for (const each of together) left.delete(each);
    const pods = together.flatMap((each) => each.pods);
    if (pods.length === 1 || (together.length === 1 && !conflict(kind, kind))) continue;
    const gap = gapIn(together);
    if (gap) reportGap(gap);
    else for (const { item } of pods) item.separate = pods[0]!.item.id;
  }
}

function kindsOf(peers: readonly Peer[], keys: ReadonlySet<string>): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const peer of peers) {
    const { namespace = "default", labels } = fieldsOf(peer.fields.metadata);
    // Labels that nobody asks for may differ from pod to pod.
    const asked = Object.entries(fieldsOf(labels)).filter(([key]) => keys.has(key));
    const identity = JSON.stringify([namespace, asked.sort(([a], [b]) => (a < b ? -1 : 1)), peer.terms]);
    const kind = kinds.get(identity);
    if (kind) kind.pods.push(peer);
    else {
      const { terms } = peer;
      kinds.set(identity, { namespace: String(namespace), labels: Object.fromEntries(asked), terms, pods: [peer] });
    }
  }
  return [...kinds.values()];
}

function conflict(a: Kind, b: Kind): boolean {
  return a.namespace === b.namespace && areApart(a, b);
}

/** The kinds that are apart from a kind, from these, and so on; itself first. */
function connected(kind: Kind, among: ReadonlySet<Kind>): Kind[] {
  const found = new Set([kind]);
  for (const each of found) {
    for (const other of among) if (conflict(each, other)) found.add(other);
  }
  return [...found];
}

/** Three pods, the first apart from the other two, which are not apart from each other. */
function gapIn(kinds: readonly Kind[]): [Peer, Peer, Peer] | undefined {
  for (const middle of kinds) {
    const around = kinds.filter((kind) => conflict(middle, kind));
    for (const a of around) {
      for (const b of around) {
        if (conflict(a, b)) continue;
        const [first, second] = [a.pods[0]!, a === b ? a.pods[1] : b.pods[0]];
        if (second) return [middle.pods[0]!, first, second];
      }
    }
  }
  return undefined;
}

function reportGap([middle, a, b]: [Peer, Peer, Peer]): void {
  const apart = `${named(a)} and ${named(b)} may share a node, but neither with ${named(middle)}`;
  const holder = [middle, a, b].find(({ terms }) => terms.length > 0)!;
  holder.report(
    pointer,
    `${apart}: only pods that are all apart from one another can be kept so; let one term match all`,
  );
}

function reportSettled(waiting: readonly Kind[], settled: readonly Kind[]): void {
  for (const kind of waiting) {
    const other = settled.find((each) => conflict(kind, each));
    if (!other) continue;
    const [pod, there] = [kind.pods[0]!, other.pods[0]!];
    const reason = `keeps ${named(pod)} apart from ${named(there)}, which is on a node already`;
    (kind.terms.length > 0 ? pod : there).report(pointer, `${reason}; leave out the nodeName of that, or the term`);
  }
}

function named({ item }: Peer): string {
  return `"${printable(item.id)}"`;
}

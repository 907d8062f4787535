/** Required anti-affinity of pods by host: who must not share a node with whom. */

import { printable } from "../errors.js";
import { type Fields, fieldsOf, listOf, type Report } from "./kubernetes-quantities.js";

/** What Kubernetes asks of a label. */
interface Requirement {
  key: string;
  operator: Operator;
  values: string[];
}

/** Pods whose labels meet all of it are kept away. */
export type Term = Requirement[];

const operators = ["In", "NotIn", "Exists", "DoesNotExist"] as const;
type Operator = (typeof operators)[number];

const required = "requiredDuringSchedulingIgnoredDuringExecution";
/** The label of nodes by which hosts are told apart. */
export const hostname = "kubernetes.io/hostname";
const refusal = "is not honoured; leave it out";

/** The terms of a pod's affinity that can be honoured; reports the others. */
export function termsOf(affinity: unknown, report: Report): Term[] {
  const { podAntiAffinity, ...others } = fieldsOf(affinity);
  const { [required]: terms, ...soft } = fieldsOf(podAntiAffinity);
  reportKeys(others, "/spec/affinity", report);
  reportKeys(soft, "/spec/affinity/podAntiAffinity", report);
  return listOf(terms).flatMap((term, i) => {
    const pointer = `/spec/affinity/podAntiAffinity/${required}/${i}`;
    const { topologyKey, labelSelector, ...rest } = fieldsOf(term);
    reportKeys(rest, pointer, report);
    if (topologyKey !== hostname) report(`${pointer}/topologyKey`, `is not honoured unless it is ${hostname}`);
    // Without a selector, a term is about no pod at all; with an empty one, about all of them.
    return labelSelector === undefined || labelSelector === null
      ? []
      : [requirementsOf(labelSelector, `${pointer}/labelSelector`, report)];
  });
}

/** Whether one of the terms of either pod keeps them apart; both are in one namespace. */
export function areApart(a: { labels: Fields; terms: Term[] }, b: { labels: Fields; terms: Term[] }): boolean {
  return a.terms.some((term) => meets(b.labels, term)) || b.terms.some((term) => meets(a.labels, term));
}

function meets(labels: Fields, term: Term): boolean {
  return term.every(({ key, operator, values }) => {
    const isThere = Object.hasOwn(labels, key);
    if (operator === "Exists") return isThere;
    if (operator === "DoesNotExist") return !isThere;
    const isListed = isThere && values.includes(String(labels[key]));
    return operator === "In" ? isListed : !isListed;
  });
}

function requirementsOf(selector: unknown, pointer: string, report: Report): Requirement[] {
  const { matchLabels, matchExpressions, ...rest } = fieldsOf(selector);
  reportKeys(rest, pointer, report);
  const labels = Object.entries(fieldsOf(matchLabels)).map(([key, value]): Requirement => {
    return { key, operator: "In", values: [String(value)] };
  });
  const expressions = listOf(matchExpressions).map((expression, i): Requirement => {
    const { key, operator, values } = fieldsOf(expression);
    const known = operators.find((name) => name === operator);
    if (known === undefined) {
      const found = `"${printable(String(operator))}" is none of ${operators.join(", ")}`;
      report(`${pointer}/matchExpressions/${i}/operator`, found);
    }
    return { key: String(key), operator: known ?? "Exists", values: listOf(values).map(String) };
  });
  return [...labels, ...expressions];
}

/** What holds nothing asks for nothing. */
function reportKeys(fields: Fields, pointer: string, report: Report): void {
  for (const [key, value] of Object.entries(fields)) {
    const isEmpty = value === null || (typeof value === "object" && Object.keys(value).length === 0);
    // An empty selector of namespaces means all of them.
    if (!isEmpty || key === "namespaceSelector") report(`${pointer}/${key}`, refusal);
  }
}

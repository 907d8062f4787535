/** Single pods and nodes of Kubernetes as items and bins. */

import { printable } from "../errors.js";
import type { Bin, Item } from "../pack/model.js";
import { type Fields, fieldsOf, listOf, podAmounts, quantities, type Report } from "./kubernetes-quantities.js";

const gpuResource = "nvidia.com/gpu";
/** Labels of nodes that name their model of GPU. */
export const gpuLabels = ["nvidia.com/gpu.product", "cloud.google.com/gke-accelerator"];

/** What of a pod's spec does not bear on where it can run, or is read. */
const harmless = [
  ...["containers", "initContainers", "ephemeralContainers", "overhead", "nodeSelector", "nodeName"],
  ...["restartPolicy", "terminationGracePeriodSeconds", "activeDeadlineSeconds", "readinessGates"],
  ...["dnsPolicy", "dnsConfig", "hostname", "subdomain", "setHostnameAsFQDN", "hostAliases", "enableServiceLinks"],
  ...["serviceAccountName", "serviceAccount", "automountServiceAccountToken", "securityContext", "imagePullSecrets"],
  // Looked at where pods are compared.
  "affinity",
  ...["hostPID", "hostIPC", "hostUsers", "shareProcessNamespace", "preemptionPolicy"],
  // Taints, which it would be about, are refused.
  "tolerations",
];

/** Values that ask for nothing special; in the place of others the key is refused. */
const indifferent: Record<string, (value: unknown) => boolean> = {
  hostNetwork: (value) => value === false,
  os: (value) => fieldsOf(value).name === "linux",
  priority: (value) => value === 0,
  schedulerName: (value) => value === "default-scheduler",
  schedulingGates: (value) => listOf(value).length === 0,
  topologySpreadConstraints: (value) => listOf(value).length === 0,
  volumes: (value) => listOf(value).every((volume) => !Object.hasOwn(fieldsOf(volume), "persistentVolumeClaim")),
};

export function hasEnded({ status }: Fields): boolean {
  const { phase } = fieldsOf(status);
  return phase === "Succeeded" || phase === "Failed";
}

/** The node that a pod is on. */
export function nodeNameOf({ spec }: Fields): string | undefined {
  const { nodeName } = fieldsOf(spec);
  return nodeName === undefined ? undefined : String(nodeName);
}

/** The labels by which a pod asks for models of GPU. */
export function modelLabelsOf({ spec }: Fields): string[] {
  return gpuLabels.filter((label) => Object.hasOwn(fieldsOf(fieldsOf(spec).nodeSelector), label));
}

/**
 * @param label by which models are told
 * @param countsPods whether a pod takes one of the resource `pods`
 */
export function itemOf(pod: Fields, label: string | undefined, countsPods: boolean, report: Report): Item {
  const { name, namespace } = fieldsOf(pod.metadata);
  const spec = fieldsOf(pod.spec);
  checkSpec(spec, report);
  const { [gpuResource]: gpus = 0, ...needs } = inGigabytes(podAmounts(spec, report));
  const model = label === undefined ? undefined : fieldsOf(spec.nodeSelector)[label];
  if (model !== undefined && gpus === 0) {
    report("/spec/nodeSelector", "asks for a model of GPU, but no container asks for a GPU");
  }
  return {
    id: (namespace === undefined ? name : `${namespace}/${name}`) as string,
    needs: countsPods ? { ...needs, pods: 1 } : needs,
    ...(gpus > 0 && { gpus: { count: gpus }, ...(model !== undefined && { models: [model as string] }) }),
  };
}

function checkSpec(spec: Fields, report: Report): void {
  for (const [key, value] of Object.entries(spec)) {
    if (harmless.includes(key) || indifferent[key]?.(value)) continue;
    report(`/spec/${key}`, "is not honoured; leave it out");
  }
  for (const key of Object.keys(fieldsOf(spec.nodeSelector))) {
    if (gpuLabels.includes(key)) continue;
    report("/spec/nodeSelector", `"${printable(key)}" is not honoured; leave it out`);
  }
  listOf(spec.containers).forEach((container, i) => {
    const asks = listOf(fieldsOf(container).ports).some((port) => fieldsOf(port).hostPort !== undefined);
    if (asks) report(`/spec/containers/${i}/ports`, "a hostPort is not honoured; leave it out");
  });
}

/** @param label by which models are told; absent: the first that the node has */
export function binOf(node: Fields, label: string | undefined, report: Report): Bin {
  const { name, labels } = fieldsOf(node.metadata);
  const { taints, unschedulable } = fieldsOf(node.spec);
  if (listOf(taints).length > 0) report("/spec/taints", "are not honoured; leave them out");
  if (unschedulable === true) report("/spec/unschedulable", "is not honoured; leave the node out");
  const { allocatable, capacity } = fieldsOf(node.status);
  const [key, given] = allocatable === undefined ? ["capacity", capacity] : ["allocatable", allocatable];
  const { [gpuResource]: gpus = 0, ...amounts } = inGigabytes(quantities(given, `/status/${key}`, report));
  const labelled = (key: string) => fieldsOf(labels)[key] as string | undefined;
  const model = (label === undefined ? gpuLabels : [label]).map(labelled).find((text) => text !== undefined);
  const region = labelled("topology.kubernetes.io/region");
  const zone = labelled("topology.kubernetes.io/zone");
  const location = { ...(region !== undefined && { region }), ...(zone !== undefined && { zone }) };
  return {
    id: name as string,
    capacity: amounts,
    ...(gpus > 0 && { gpus: { model: model ?? "GPU", count: gpus } }),
    ...(Object.keys(location).length > 0 && { location }),
  };
}

/** Memory, of which Kubernetes counts bytes. */
function inGigabytes(amounts: Record<string, number>): Record<string, number> {
  return amounts.memory === undefined ? amounts : { ...amounts, memory: amounts.memory / 1e9 };
}

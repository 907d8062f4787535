import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPackProblem } from "../../bindings/import/pack-file.js";
import { InvalidSourceError } from "../../bindings/import/source.js";

const required = "requiredDuringSchedulingIgnoredDuringExecution";
const host = "kubernetes.io/hostname";

interface Pod {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  /** Selectors of labels. */
  apartFrom?: unknown[];
  nodeName?: string;
}

function podOf({ name, namespace, labels, apartFrom, nodeName }: Pod) {
  const terms = apartFrom?.map((labelSelector) => ({ topologyKey: host, labelSelector }));
  const affinity = terms && { podAntiAffinity: { [required]: terms } };
  const containers = [{ resources: { requests: { cpu: "1" } } }];
  return { kind: "Pod", metadata: { name, namespace, labels }, spec: { nodeName, affinity, containers } };
}

function read(pods: readonly unknown[], nodes: readonly Record<string, unknown>[] = [{ name: "n1" }, { name: "n2" }]) {
  const list = [...pods, ...nodes.map((metadata) => ({ kind: "Node", metadata, status: { capacity: { cpu: 9 } } }))];
  const text = JSON.stringify({ apiVersion: "v1", kind: "List", items: list });
  return readPackProblem({ items: { name: "all.json", text } });
}

const separationsOf = (pods: readonly Pod[]) => read(pods.map(podOf)).items.map(({ separate }) => separate);

function refusalsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidSourceError)
      return error.problems.map(({ pointer, message }) => `${pointer} ${message}`);
    throw error;
  }
  return [];
}

const web = { labels: { app: "web" }, apartFrom: [{ matchLabels: { app: "web" } }] };

describe("anti-affinity by host becomes a separation", () => {
  test("of the pods that keep away from their like, and of no other", () => {
    const pods = [
      { name: "a", ...web },
      { name: "other", labels: { app: "db" } },
      { name: "b", ...web },
      { name: "c" },
    ];
    expect(separationsOf(pods)).toEqual(["a", undefined, "a", undefined]);
  });

  test("in one namespace, which is default where none is given", () => {
    const pods = [
      { name: "a", ...web },
      { name: "a", namespace: "other", ...web },
      { name: "b", namespace: "default", ...web },
      { name: "b", namespace: "other", ...web },
    ];
    expect(separationsOf(pods)).toEqual(["a", "other/a", "a", "other/a"]);
  });

  test("one term is enough, whichever of the two has it", () => {
    const cache = { name: "cache", labels: { app: "cache" } };
    const shy = { name: "shy", apartFrom: [{ matchLabels: { app: "nothing" } }, { matchLabels: { app: "cache" } }] };
    expect(separationsOf([cache, shy])).toEqual(["cache", "cache"]);
    expect(separationsOf([shy, cache])).toEqual(["shy", "shy"]);
  });

  test.each([
    ["In", ["web", "db"], ["a", "a", undefined]],
    ["NotIn", ["web"], [undefined, "b", "b"]],
    ["Exists", undefined, ["a", "a", undefined]],
  ])("by the expression %s %j", (operator, values, expected) => {
    const expression = { matchExpressions: [{ key: "app", operator, values }] };
    const pods = [
      { name: "a", labels: { app: "web" }, apartFrom: operator === "NotIn" ? undefined : [expression] },
      { name: "b", labels: { app: "db" }, apartFrom: [expression] },
      { name: "c" },
    ];
    expect(separationsOf(pods)).toEqual(expected);
  });

  test("DoesNotExist, an empty selector, and none", () => {
    const absent = { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] };
    expect(separationsOf([{ name: "a", apartFrom: [absent] }, { name: "b" }])).toEqual(["a", "a"]);
    expect(
      separationsOf([
        { name: "a", apartFrom: [{}] },
        { name: "b", ...web },
      ]),
    ).toEqual(["a", "a"]);
    expect(separationsOf([{ name: "a", apartFrom: [null] }, { name: "b" }])).toEqual([undefined, undefined]);
  });

  test("labels that nobody asks for do not matter, a pod of its kind alone needs no separation", () => {
    const labelled = (name: string) => ({ name, ...web, labels: { app: "web", "pod-name": name } });
    expect(separationsOf([labelled("a"), labelled("b")])).toEqual(["a", "a"]);
    expect(separationsOf([labelled("a")])).toEqual([undefined]);
  });

  test("is what Kubernetes asks for, or is refused", () => {
    const label = fc.constantFrom("x", "y", "z");
    const selector = fc.oneof(
      label.map((value) => ({ matchLabels: { app: value } })),
      fc.uniqueArray(label, { maxLength: 3 }).map((values) => ({
        matchExpressions: [{ key: "app", operator: "In", values }],
      })),
    );
    const pods = fc.array(
      fc.record({ app: fc.option(label, { nil: undefined }), apartFrom: fc.array(selector, { maxLength: 1 }) }),
      { maxLength: 6 },
    );
    let expressed = 0;
    fc.assert(
      fc.property(pods, (list) => {
        const all = list.map(({ app, apartFrom }, i) => ({
          name: `p${i}`,
          ...(app && { labels: { app } }),
          apartFrom,
          app,
        }));
        const asks = (a: (typeof all)[number], b: (typeof all)[number]) =>
          a.apartFrom.some((selector) => {
            const values =
              "matchLabels" in selector ? [selector.matchLabels.app] : selector.matchExpressions[0]!.values;
            return b.app !== undefined && values.includes(b.app);
          });
        const apart = (a: (typeof all)[number], b: (typeof all)[number]) => a !== b && (asks(a, b) || asks(b, a));
        const isTransitive = all.every((a) =>
          all.every((b) => all.every((c) => a === c || !apart(a, b) || !apart(b, c) || apart(a, c))),
        );
        if (!isTransitive) {
          expect(refusalsOf(() => separationsOf(all)).join()).toContain("may share a node");
          return;
        }
        expressed++;
        const separations = separationsOf(all);
        for (const [i, a] of all.entries()) {
          for (const [j, b] of all.entries()) {
            if (i === j) continue;
            expect(separations[i] !== undefined && separations[i] === separations[j]).toBe(apart(a, b));
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(expressed).toBeGreaterThan(50);
  });
});

describe("what cannot be expressed is refused", () => {
  test("pods of which only some are apart", () => {
    const pods = [
      { name: "web-0", labels: { app: "web" } },
      { name: "web-1", labels: { app: "web" } },
      { name: "db", apartFrom: [{ matchLabels: { app: "web" } }] },
    ];
    expect(refusalsOf(() => separationsOf(pods))).toEqual([
      '/items/2/spec/affinity/podAntiAffinity Pod "db": "web-0" and "web-1" may share a node, but neither with "db": only pods that are all apart from one another can be kept so; let one term match all',
    ]);
  });

  test("pods that are apart from one on a node", () => {
    const there = { name: "there", labels: { app: "web" }, nodeName: "n1" };
    const message =
      'keeps "a" apart from "there", which is on a node already; leave out the nodeName of that, or the term';
    expect(refusalsOf(() => separationsOf([there, { name: "a", ...web }]))).toEqual([
      `/items/1/spec/affinity/podAntiAffinity Pod "a": ${message}`,
    ]);
    expect(
      refusalsOf(() =>
        separationsOf([
          { ...there, ...web },
          { name: "a", labels: web.labels },
        ]),
      ),
    ).toEqual([`/items/0/spec/affinity/podAntiAffinity Pod "there": ${message}`]);
    expect(separationsOf([there, { ...there, name: "too", ...web }, { name: "b" }])).toEqual([undefined]);
  });

  test("hosts of one name, where it matters", () => {
    const nodes = ["n1", "n2"].map((name) => ({ name, labels: { [host]: "same" } }));
    const pods = ["a", "b"].map((name) => podOf({ name, ...web }));
    expect(refusalsOf(() => read(pods, nodes))).toEqual([
      `/items/3/metadata/labels Node "n2": another node has its ${host} as well`,
    ]);
    expect(refusalsOf(() => read(pods.slice(1), nodes))).toEqual([]);
  });

  test("other kinds of affinity, by name", () => {
    const term = {
      topologyKey: "topology.kubernetes.io/zone",
      namespaceSelector: {},
      labelSelector: { matchExpressions: [{ key: "a", operator: "Gt" }], match: 1 },
    };
    const affinity = {
      nodeAffinity: { [required]: {} },
      podAffinity: {},
      podAntiAffinity: { [required]: [term], preferredDuringSchedulingIgnoredDuringExecution: [1] },
    };
    const { spec, ...pod } = podOf({ name: "p" });
    const terms = `/spec/affinity/podAntiAffinity/${required}/0`;
    const leave = 'Pod "p": is not honoured; leave it out';
    expect(refusalsOf(() => read([{ ...pod, spec: { ...spec, affinity } }]))).toEqual([
      `/items/0/spec/affinity/nodeAffinity ${leave}`,
      `/items/0/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution ${leave}`,
      `/items/0${terms}/namespaceSelector ${leave}`,
      `/items/0${terms}/topologyKey Pod "p": is not honoured unless it is ${host}`,
      `/items/0${terms}/labelSelector/match ${leave}`,
      `/items/0${terms}/labelSelector/matchExpressions/0/operator Pod "p": "Gt" is none of In, NotIn, Exists, DoesNotExist`,
    ]);
  });
});

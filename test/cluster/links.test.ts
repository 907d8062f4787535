import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Links } from "../../bindings/cluster/links.js";
import type { Cluster, Link, Location, Network } from "../../bindings/cluster/model.js";

function linksOf(cluster: Cluster): Links {
  return new Links(cluster, new Map(cluster.nodes.map(({ id }, i) => [id, i])));
}

function between(locations: (Location | undefined)[], network: Network | undefined, from = 0, to = 1) {
  return linksOf({ nodes: locations.map((location, i) => ({ id: `${i}`, location })), network }).between(from, to);
}

const levels: Network = {
  rack: { bandwidth: 16 },
  zone: { bandwidth: 8 },
  region: { bandwidth: 4 },
  cloud: { bandwidth: 2 },
  world: { bandwidth: 1 },
};
const home: Location = { cloud: "c", region: "r", zone: "z", rack: "k" };

describe("Links", () => {
  it.each<[string, Location | undefined, Location | undefined, number]>([
    ["the same rack", home, { ...home }, 16],
    ["two racks of a zone", home, { ...home, rack: "other" }, 8],
    ["two zones of a region", home, { ...home, zone: "other" }, 4],
    ["two regions of a cloud", home, { ...home, region: "other" }, 2],
    ["two clouds", home, { ...home, cloud: "other" }, 1],
    ["no locations", undefined, {}, 16],
    ["a rack and none", home, { cloud: "c", region: "r", zone: "z" }, 8],
    ["racks of one name in two zones", { zone: "a", rack: "k" }, { zone: "b", rack: "k" }, 4],
    ["racks alone", { rack: "k" }, { rack: "k" }, 16],
    ["a name that looks like a path", { cloud: "a/b" }, { cloud: "a", region: "b" }, 1],
  ])("finds the level of %s", (_, a, b, bandwidth) => {
    expect(between([a, b], levels)?.secondsPerGigabyte).toBe(1 / bandwidth);
  });

  it("falls to the next coarser level that is given", () => {
    const far = { ...home, rack: "other" };
    expect(between([home, far], { rack: { bandwidth: 9 }, cloud: { bandwidth: 2 } })?.secondsPerGigabyte).toBe(1 / 2);
    expect(between([home, home], { region: { bandwidth: 4 } })?.secondsPerGigabyte).toBe(1 / 4);
    expect(between([home, far], { rack: { bandwidth: 9 } })).toBeUndefined();
    expect(between([home, home], {})).toBeUndefined();
  });

  it("lets named links win, and hold in reverse unless the reverse is named", () => {
    const there = { from: "0", to: "1", bandwidth: 5, latency: 2, pricePerGigabyte: 3 };
    const one = { ...levels, links: [there] };
    const transit = { latency: 2, secondsPerGigabyte: 1 / 5, pricePerGigabyte: 3 };
    expect(between([home, home], one)).toEqual(transit);
    expect(between([home, home], one, 1, 0)).toEqual(transit);
    const both = { links: [{ from: "1", to: "0", bandwidth: 10 }, there] };
    expect(between([home, home], both)).toEqual(transit);
    expect(between([home, home], both, 1, 0)).toEqual({ latency: 0, secondsPerGigabyte: 1 / 10, pricePerGigabyte: 0 });
    expect(between([home, home, home], { links: [there] }, 0, 2)).toBeUndefined();
  });

  it("is free without a network", () => {
    expect(between([home, { cloud: "other" }], undefined)).toEqual({
      latency: 0,
      secondsPerGigabyte: 0,
      pricePerGigabyte: 0,
    });
  });

  it("goes through the local disk from a node to itself", () => {
    const links = linksOf({
      nodes: [{ id: "a", localDisk: { bandwidth: 4, latency: 1 } }, { id: "b" }],
      network: levels,
    });
    expect(links.between(0, 0)).toEqual({ latency: 1, secondsPerGigabyte: 1 / 4, pricePerGigabyte: 0 });
    expect(links.between(1, 1)).toEqual({ latency: 0, secondsPerGigabyte: 0, pricePerGigabyte: 0 });
    expect([links.hasDisk(0), links.hasDisk(1)]).toEqual([true, false]);
  });

  const name = fc.option(fc.constantFrom("x", "y"), { nil: undefined });
  const location = fc.record({ cloud: name, region: name, zone: name, rack: name });
  const network = fc.record(
    Object.fromEntries(Object.keys(levels).map((level) => [level, fc.constant(levels[level as "rack"])])),
    { requiredKeys: [] },
  );

  it("agrees with comparing paths name by name", () => {
    fc.assert(
      fc.property(fc.array(location, { minLength: 1, maxLength: 6 }), network, (locations, network: Network) => {
        const links = linksOf({ nodes: locations.map((location, i) => ({ id: `${i}`, location })), network });
        locations.forEach((a, i) => {
          locations.forEach((b, j) => {
            if (i === j) return;
            const order: (Link | undefined)[] = [
              network.rack,
              network.zone,
              network.region,
              network.cloud,
              network.world,
            ];
            const apart = (["cloud", "region", "zone", "rack"] as const).findIndex((level) => a[level] !== b[level]);
            const link = order.slice(apart === -1 ? 0 : 4 - apart).find((link) => link !== undefined);
            expect(links.between(i, j)?.secondsPerGigabyte).toBe(link && 1 / link.bandwidth);
          });
        });
      }),
    );
  });
});

import type { Links } from "../cluster/links.js";
import type { MeanCommunication, PlaceInstance } from "./instance.js";

type Communication = Pick<PlaceInstance, "latency" | "secondsPerGigabyte" | "mean">;

/** The links between all nodes as matrices, and what they are on average. */
export function encodeCommunication(links: Links, nodes: number, stride: number): Communication {
  const latency = new Float64Array(nodes * stride);
  const secondsPerGigabyte = new Float64Array(nodes * stride);
  for (let i = 0; i < nodes; i++) {
    for (let j = 0; j < nodes; j++) {
      const link = links.between(i, j);
      latency[i * stride + j] = link ? link.latency : 0;
      secondsPerGigabyte[i * stride + j] = link ? link.secondsPerGigabyte : Infinity;
    }
  }
  const mean = {
    "linked-pairs": meanOverLinkedPairs(nodes, stride, latency, secondsPerGigabyte),
    "all-pairs": meanOverAllPairs(nodes, stride, latency, secondsPerGigabyte),
  };
  return { latency, secondsPerGigabyte, mean };
}

/** Over ordered pairs of distinct nodes with a link; 0 when there is none. */
function meanOverLinkedPairs(
  nodes: number,
  stride: number,
  latency: Float64Array,
  secondsPerGigabyte: Float64Array,
): MeanCommunication {
  let pairs = 0;
  let latencies = 0;
  let rates = 0;
  for (let i = 0; i < nodes; i++) {
    for (let j = 0; j < nodes; j++) {
      const rate = secondsPerGigabyte[i * stride + j]!;
      if (i === j || rate === Infinity) continue;
      pairs++;
      latencies += latency[i * stride + j]!;
      rates += rate;
    }
  }
  return pairs === 0
    ? { latency: 0, secondsPerGigabyte: 0 }
    : { latency: latencies / pairs, secondsPerGigabyte: rates / pairs };
}

/**
 * Over all unordered pairs, that of a node with itself included. Such a pair counts 0, and so does one without a link;
 * of a pair with two different links, their mean counts.
 */
function meanOverAllPairs(
  nodes: number,
  stride: number,
  latency: Float64Array,
  secondsPerGigabyte: Float64Array,
): MeanCommunication {
  const pairs = (nodes * (nodes + 1)) / 2;
  let latencies = 0;
  let rates = 0;
  for (let i = 0; i < nodes; i++) {
    for (let j = i + 1; j < nodes; j++) {
      const there = i * stride + j;
      const back = j * stride + i;
      // A link in one direction is one in the other, too.
      if (secondsPerGigabyte[there] === Infinity) continue;
      latencies += (latency[there]! + latency[back]!) / 2;
      rates += (secondsPerGigabyte[there]! + secondsPerGigabyte[back]!) / 2;
    }
  }
  return { latency: latencies / pairs, secondsPerGigabyte: rates / pairs };
}

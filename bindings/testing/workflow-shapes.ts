import type { WorkflowShape } from "./knobs.js";

/** A task of a graph that is to be shaped. */
export interface Vertex {
  /** Dependencies lead from lower to higher vertices, among equals by position. */
  height: number;
  /** What to choose predecessors by, and the data that they hand over. */
  after: readonly Edge[];
}

interface Edge {
  /** A number to choose a vertex by. */
  task: number;
  data: number;
}

/** The predecessors of each vertex, by position, each named once. */
export function predecessorsOf(shape: WorkflowShape, vertices: readonly Vertex[]): Edge[][] {
  const ranked = [...vertices.keys()].sort((a, b) => vertices[a]!.height - vertices[b]!.height || a - b);
  const predecessors: number[][] = vertices.map(() => []);
  const chosen = (vertex: number) => vertices[vertex]!.after[0]?.task ?? 0;
  const [first, last] = [ranked[0], ranked.at(-1)];
  switch (shape) {
    case "random":
      return vertices.map((_, vertex) => earlier(vertex, vertices));
    case "wide":
      break;
    case "chain":
      for (const [rank, vertex] of ranked.slice(1).entries()) predecessors[vertex]!.push(ranked[rank]!);
      break;
    case "fork-join":
      for (const vertex of ranked.slice(1, -1)) {
        predecessors[vertex]!.push(first!);
        predecessors[last!]!.push(vertex);
      }
      if (ranked.length === 2) predecessors[last!]!.push(first!);
      break;
    case "out-tree":
      for (const [rank, vertex] of ranked.slice(1).entries()) {
        predecessors[vertex]!.push(ranked[chosen(vertex) % (rank + 1)]!);
      }
      break;
    case "in-tree":
      for (const [rank, vertex] of ranked.slice(0, -1).entries()) {
        const later = ranked.slice(rank + 1);
        predecessors[later[chosen(vertex) % later.length]!]!.push(vertex);
      }
      break;
    case "layered":
      for (const [lower, layer] of layersOf(ranked, vertices)) {
        for (const vertex of layer) predecessors[vertex]!.push(...picked(vertices[vertex]!, lower));
      }
  }
  return predecessors.map((tasks, vertex) => {
    const { after } = vertices[vertex]!;
    return tasks.map((task, index) => ({ task, data: after[index % after.length]?.data ?? 0 }));
  });
}

/**
 * Those of the vertices at the given distances before it in the list, around its end, that are lower. Distances outlast
 * the shortening of a list where positions would not.
 */
function earlier(vertex: number, vertices: readonly Vertex[]): Edge[] {
  const { height, after } = vertices[vertex]!;
  const count = vertices.length;
  const edges = after
    .filter(({ task: distance }) => distance < count)
    .map(({ task: distance, data }) => ({ task: (vertex - distance + count) % count, data }));
  return edges.filter(
    ({ task }, position) =>
      vertices[task]!.height < height && position === edges.findIndex((edge) => edge.task === task),
  );
}

/** Pairs of neighbouring layers. */
function layersOf(ranked: readonly number[], vertices: readonly Vertex[]): [lower: number[], higher: number[]][] {
  const heights = [...new Set(ranked.map((vertex) => vertices[vertex]!.height))];
  const layers = heights.map((height) => ranked.filter((vertex) => vertices[vertex]!.height === height));
  return layers.slice(1).map((layer, below) => [layers[below]!, layer]);
}

/** At least one of the layer below. */
function picked({ after }: Vertex, lower: readonly number[]): number[] {
  const choices = after.map(({ task }) => lower[task % lower.length]!);
  return [...new Set(choices.length > 0 ? choices : lower.slice(0, 1))];
}

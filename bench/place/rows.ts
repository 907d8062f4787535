import type { PlaceProblem } from "../../bindings/place/model.js";
import { families, generateProblem, rotationLength, type Shape } from "./families.js";
import { hasSharedData, readMontageProblem } from "./shared.js";

/** What one line of the tables is about: problems of one shape, to be rotated over. */
export interface Row {
  name: string;
  tasks: number;
  nodes: number;
  problems(): PlaceProblem[];
  /** The rivals and the C yardstick know exclusive nodes only. */
  exclusive: boolean;
}

export function rowsOf(quick: boolean): Row[] {
  if (quick) return [generated({ family: "layered", tasks: 100, nodes: 8 }), ...everyFamily(1_000)];
  return [
    generated({ family: "layered", tasks: 50, nodes: 4 }),
    generated({ family: "layered", tasks: 100, nodes: 8 }),
    ...everyFamily(1_000),
    generated({ family: "layered", machines: "unrelated", tasks: 1_000, nodes: 16 }),
    generated({ family: "layered", tasks: 1_000, nodes: 64 }),
    generated({ family: "layered", tasks: 5_000, nodes: 64 }),
    ...everyFamily(12_000),
    ...(hasSharedData ? [montage()] : []),
    generated({ family: "layered", resources: 4, tasks: 1_000, nodes: 16 }),
    generated({ family: "wide", resources: 4, tasks: 1_000, nodes: 16 }),
    generated({ family: "layered", resources: 4, tasks: 12_000, nodes: 16 }),
  ];
}

function everyFamily(tasks: number): Row[] {
  return families.map((family) => generated({ family, tasks, nodes: 16 }));
}

function generated(shape: Omit<Shape, "seed">): Row {
  const { family, machines, resources, tasks, nodes } = shape;
  const variant = [machines === "unrelated" && ", unrelated", resources && `, ${resources} resources`].filter(Boolean);
  return {
    name: `${family}${variant.join("")}, ${size(tasks, nodes)}`,
    tasks,
    nodes,
    problems: () => Array.from({ length: rotationLength(tasks) }, (_, seed) => generateProblem({ ...shape, seed })),
    exclusive: !resources,
  };
}

/** One workflow on several clusters. */
function montage(): Row {
  const [tasks, nodes] = [11_976, 16];
  return {
    name: `Montage, ${size(tasks, nodes)}`,
    tasks,
    nodes,
    problems: () => Array.from({ length: rotationLength(tasks) }, (_, seed) => readMontageProblem(nodes, seed)),
    exclusive: true,
  };
}

function size(tasks: number, nodes: number): string {
  return `${tasks.toLocaleString("en-US")} × ${nodes}`;
}

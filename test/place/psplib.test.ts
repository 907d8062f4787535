import { describe, expect, test } from "vitest";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { backends } from "../backends.js";
import { describeWithSharedData, readShared } from "../shared-data.js";
import { amounts, instanceOf, presetNames, settingsOf } from "./instances.js";

/** Resource-constrained projects of PSPLIB, set j30 (Kolisch, Sprecher 1996), with proven optima. */
interface ProjectFile {
  instances: Project[];
}

interface Project {
  id: string;
  dur: number[];
  /** [task][resource] */
  dem: number[][];
  cap: number[];
  succ: number[][];
  ub: number;
  optimal: boolean;
}

describeWithSharedData("projects: one node with four resources", () => {
  const projects = readShared<ProjectFile>("place/psplib-j30.json.gz").instances.map((project) => ({
    ...project,
    instance: instanceOf(problemOf(project)),
  }));

  test("there are projects with known optima", () => {
    expect(projects).toHaveLength(240);
    expect(projects.every(({ optimal }) => optimal)).toBe(true);
  });

  describe.each(backends)("$name", ({ kernels }) => {
    test.each(presetNames)("%s yields feasible schedules that beat no optimum", (algorithm) => {
      for (const project of projects) {
        const { start, finish, makespan } = kernels.place(project.instance, settingsOf(algorithm));
        expect(violations(project, start, finish), project.id).toEqual([]);
        expect(makespan, project.id).toBe(Math.max(...finish));
        expect(makespan, project.id).toBeGreaterThanOrEqual(project.ub);
      }
    });

    test("heft is serial generation by longest tail: about a twentieth above the optimum", () => {
      const ratios = projects.map(({ instance, ub }) => kernels.place(instance, settingsOf("heft")).makespan / ub);
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      expect(mean).toBeCloseTo(1.0499, 4);
    });
  });
});

function problemOf({ dur, dem, cap, succ }: Project): PlaceProblem {
  return {
    cluster: { nodes: [{ id: "site", capacity: amounts(cap) }] },
    workflow: {
      tasks: dur.map((work, task) => ({
        id: `${task}`,
        work,
        // The first and the last task last no time and need nothing.
        ...(work > 0 && { needs: amounts(dem[task]!) }),
        after: succ.flatMap((successors, previous) => (successors.includes(task) ? [`${previous}`] : [])),
      })),
    },
  };
}

/** Durations, order and limits that a schedule does not keep, in words. */
function violations({ dur, dem, cap, succ }: Project, start: Float64Array, finish: Float64Array): string[] {
  const tasks = [...dur.keys()];
  const running = (moment: number) => tasks.filter((task) => start[task]! <= moment && moment < finish[task]!);
  const used = (resource: number, moment: number) =>
    running(moment).reduce((sum, task) => sum + dem[task]![resource]!, 0);
  return tasks.flatMap((task) => [
    ...(finish[task]! - start[task]! === dur[task] ? [] : [`${task} lasts ${finish[task]! - start[task]!} seconds`]),
    ...succ[task]!.filter((next) => start[next]! < finish[task]!).map((next) => `${next} starts before ${task} ends`),
    // Use only rises where a task starts.
    ...cap.flatMap((limit, resource) =>
      used(resource, start[task]!) > limit ? [`${task} overloads ${resource}`] : [],
    ),
  ]);
}

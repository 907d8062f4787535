/** Gives each task, in an order that dependencies allow, to the node where it ends first. It has a fault: which? */
export function schedule({ cluster, workflow }) {
  const link = cluster.network?.world;
  const free = new Map(cluster.nodes.map(({ id }) => [id, 0]));
  const placed = new Map();
  const transfers = [];

  for (const task of inOrder(workflow.tasks)) {
    const arrival = ({ task: from, data }, node) => {
      const { end, nodes } = placed.get(from);
      return nodes[0] === node ? end : end + transferSeconds(link, data);
    };
    const choices = cluster.nodes.map(({ id, speed }) => {
      const ready = Math.max(free.get(id), ...task.after.map((dependency) => arrival(dependency, id)));
      return { id, start: ready, end: ready + task.work / speed };
    });
    const best = choices.reduce((best, choice) => (choice.end < best.end ? choice : best));
    free.set(best.id, best.end);
    placed.set(task.id, { task: task.id, nodes: [best.id], start: best.start, end: best.end });

    for (const { task: from, data } of task.after) {
      const { end, nodes } = placed.get(from);
      if (data === 0 || nodes[0] === best.id) continue;
      const span = { start: end, end: end + transferSeconds(link, data) };
      transfers.push({ from, to: task.id, source: nodes[0], target: best.id, data, ...span, cost: 0 });
    }
  }

  const tasks = [...placed.values()];
  const makespan = Math.max(0, ...tasks.map(({ end }) => end));
  return { status: "complete", makespan, cost: 0, tasks, transfers, unplaced: [] };
}

function transferSeconds(link, data) {
  return link ? data / link.bandwidth : 0;
}

/** The tasks, each after its predecessors. */
function inOrder(tasks) {
  const order = [];
  const done = new Set();
  while (order.length < tasks.length) {
    const next = tasks.find(({ id, after }) => !done.has(id) && after.every(({ task }) => done.has(task)));
    done.add(next.id);
    order.push(next);
  }
  return order;
}

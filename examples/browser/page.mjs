import { packSvg, sequenceSvgGantt, svgGantt } from "lehr/export";
import { decide, load } from "./decide.mjs";
import { fleet, queue, workflow } from "./problems.mjs";

const { lehr, refusal } = await load();
const answers = decide(lehr);
report("page", { backend: lehr.backend, refusal, answers });

draw("placement", svgGantt(workflow, answers.placement));
draw("sequence", sequenceSvgGantt(queue, answers.sequence));
draw("packing", packSvg(fleet, answers.packing));

const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => report("worker", data);
worker.onerror = ({ message }) => {
  element("worker-status").textContent = `The worker failed: ${message}`;
};

function report(where, { backend, refusal, answers }) {
  const { makespan } = answers.placement;
  const decided = `In the ${where}, backend ${backend}: ${makespan.toFixed(0)} s, ${answers.violations.length} violations.`;
  element(`${where}-status`).textContent = refusal ? `${decided} No kernels: ${refusal}` : decided;
  element(`${where}-answers`).textContent = JSON.stringify(answers, null, 2);
}

/** As an image, a chart keeps its style to itself. */
function draw(id, svg) {
  element(id).src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
}

function element(id) {
  return document.getElementById(id);
}

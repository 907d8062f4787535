import type { Request, Sequence, SequencedRequest, SequenceProblem } from "../sequence/model.js";
import type { Chart, LegendEntry } from "./chart.js";
import { counted, formatDollars, formatDuration } from "./format.js";
import { type Hue, otherHue } from "./palette.js";
import { firstArrival, groupOf, sequenceRows } from "./sequence-rows.js";

/** A row for each server, in the order of the problem; hues are classes or tenants; times count from the first arrival. */
export function sequenceChart(problem: SequenceProblem, sequence: Sequence): Chart {
  const origin = firstArrival(problem);
  const group = groupOf(problem.requests);
  const { hueOf, legend } = coloursOf(problem.requests.map(group));
  const rows = sequenceRows(problem, sequence).map(({ server, lanes, bars }) => ({
    name: server,
    lanes,
    bars: bars.map(({ served, request, lane }) => {
      const moment = promisedMoment(request);
      return {
        name: served.request,
        start: served.start - origin,
        end: served.end - origin,
        lane,
        hue: hueOf(group(request)),
        late: served.met === false,
        deadline: moment === undefined ? undefined : moment - origin,
        notes: notesOn(served, request),
      };
    }),
  }));
  return {
    title: "Sequence",
    summary: summarise(problem, sequence),
    nouns: { row: "server", bar: "request" },
    rows,
    end: sequence.requests.reduce((latest, { end }) => Math.max(latest, end - origin), 0),
    legend,
    arrows: [],
  };
}

/** The first five groups, by appearance, have hues of their own. */
function coloursOf(groups: readonly (string | undefined)[]) {
  const names = [...new Set(groups)].filter((name) => name !== undefined);
  const hues = new Map(names.slice(0, otherHue).map((name, index) => [name, index as Hue]));
  const hueOf = (name: string | undefined): Hue => (name === undefined ? undefined : hues.get(name)) ?? otherHue;
  const legend: LegendEntry[] = [...hues].map(([name, hue]) => ({ name, hue }));
  if (names.length > 0 && groups.some((name) => hueOf(name) === otherHue))
    legend.push({ name: "other", hue: otherHue });
  return { hueOf, legend };
}

/** When it had to end, or to have its first token. */
function promisedMoment({ slo, arrival }: Partial<Request> = {}): number | undefined {
  if (slo === undefined || arrival === undefined) return undefined;
  const seconds = "endToEnd" in slo ? slo.endToEnd : slo.timeToFirstToken;
  return seconds === undefined ? undefined : arrival + seconds;
}

function summarise(
  { requests, servers }: SequenceProblem,
  { requests: served, unplaced, totalLatency, cost }: Sequence,
) {
  const kept = served.filter(({ met }) => met === true).length;
  const promised = requests.filter(({ slo }) => slo !== undefined).length;
  const parts = [`${counted(served.length, "request")} on ${counted(servers.length, "server")}`];
  if (promised > 0) parts.push(`${kept} of ${counted(promised, "promise")} kept`);
  if (served.length > 0) parts.push(`mean latency ${formatDuration(totalLatency / served.length)}`);
  if (cost > 0) parts.push(`cost ${formatDollars(cost)}`);
  if (unplaced.length > 0) parts.push(`${unplaced.length} not placed`);
  return parts.join(" · ");
}

function notesOn({ start, firstToken, end, met }: SequencedRequest, request: Request | undefined): string[] {
  if (request === undefined) return [];
  const { arrival, slo, class: requestClass, tenant } = request;
  const after = (moment: number) => formatDuration(moment - arrival);
  const notes = [requestClass, tenant].filter((text) => text !== undefined);
  notes.push(`waited ${after(start)}, first token after ${after(firstToken)}, end after ${after(end)}`);
  if (slo !== undefined) notes.push(`promised ${promiseText(slo)}: ${met === true ? "kept" : "not kept"}`);
  return notes;
}

/** `end within 10s`, `first token within 200ms, 50ms a token`. */
export function promiseText(slo: NonNullable<Request["slo"]>): string {
  if ("endToEnd" in slo) return `end within ${formatDuration(slo.endToEnd)}`;
  const { timeToFirstToken, timePerOutputToken } = slo;
  const parts: string[] = [];
  if (timeToFirstToken !== undefined) parts.push(`first token within ${formatDuration(timeToFirstToken)}`);
  if (timePerOutputToken !== undefined) parts.push(`${formatDuration(timePerOutputToken)} a token`);
  return parts.join(", ");
}

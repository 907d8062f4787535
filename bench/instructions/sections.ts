import { type Figure, Topic } from "../report/figures.js";
import { type Section, table } from "../report/markdown.js";

export function instructionSections(figures: readonly Figure[]): Section[] {
  const topic = new Topic(figures, "executed");
  const lines = topic.rows.map((row) => {
    const { median, size } = topic.of(row)[0]!;
    return [row, Math.round(median).toLocaleString("en-US"), Math.round(median / size!).toLocaleString("en-US")];
  });
  const body = table(["", "instructions of a call", "for each"], lines);
  return [{ name: "executed", title: "Instructions that the kernels run, median of three seeds", body }];
}

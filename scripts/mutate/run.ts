/**
 * `npm run mutate -- [--sample 100] [--seed 1] [--verb place|sequence|pack] [--budget SECONDS] [--only ID]… [--list]`
 *
 * Changes the sources of the kernels in one place at a time and looks whether the comparison with the reference finds it.
 * Those that are known to be equivalent are run only when named. Prints Markdown on stdout, progress on stderr; the exit code is 1 when it finds less than 90 %.
 */
import { parseArgs } from "node:util";
import { Compiler } from "./compile.js";
import { equivalent } from "./equivalent.js";
import { Judge } from "./judge.js";
import { allMutants, inOrderOfLot, type Mutant } from "./mutants.js";
import { reportOf, scoreOf, type Verdict } from "./report.js";
import { type Subject, subjectsOf } from "./subjects.js";

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    verb: { type: "string" },
    budget: { type: "string", default: "120" },
    only: { type: "string", multiple: true },
    list: { type: "boolean", default: false },
  },
});
const sample = Number(values.sample);
const candidates = inOrderOfLot(allMutants(), Number(values.seed)).filter(({ id, file }) => {
  return (!values.verb || file.startsWith(`${values.verb}/`)) && (!values.only || values.only.includes(id));
});

if (values.list) {
  for (const { id, file, line, before, changed } of candidates.slice(0, sample)) {
    console.log(`${id} ${file}:${line}\n  - ${before}\n  + ${changed}`);
  }
} else {
  const verdicts = await verdictsOn(candidates);
  console.log(reportOf(verdicts));
  process.exitCode = scoreOf(verdicts) >= 0.9 ? 0 : 1;
}

async function verdictsOn(mutants: readonly Mutant[]): Promise<Verdict[]> {
  const compiler = new Compiler();
  const judge = new Judge();
  const verdicts: Verdict[] = [];
  const sound = new Set<Subject>();
  for (const mutant of mutants) {
    if (verdicts.length === sample) break;
    if (mutant.id in equivalent && !values.only) {
      verdicts.push({ mutant, killedBy: undefined });
      continue;
    }
    const bytes = await compiler.compiled(mutant);
    // Others take the place of those that no compiler lets through.
    if (!bytes) continue;
    const reached = subjectsOf(mutant.file);
    for (const subject of reached.filter((subject) => !sound.has(subject))) {
      const found = await judge.difference((await compiler.compiled())!, subject, Infinity);
      if (found) throw new Error(`the kernels as they are fail on ${subject}: ${found}`);
      sound.add(subject);
    }
    const from = Date.now();
    const killedBy = await killer(judge, bytes, reached);
    verdicts.push({ mutant, killedBy });
    const seconds = ((Date.now() - from) / 1_000).toFixed(1);
    console.error(
      `${verdicts.length}/${sample} ${mutant.id} ${mutant.file}:${mutant.line} ${seconds} s: ${killedBy ?? "SURVIVES"}`,
    );
  }
  compiler.close();
  judge.close();
  return verdicts;
}

async function killer(judge: Judge, bytes: Uint8Array<ArrayBuffer>, reached: Subject[]): Promise<string | undefined> {
  for (const subject of reached) {
    const found = await judge.difference(bytes, subject, Number(values.budget));
    if (found) return `${subject}, ${found}`;
  }
  return undefined;
}

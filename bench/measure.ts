import benny from "benny";

/** One way to do the work. */
export type Contestant = InProcess | SelfTimed;

interface InProcess {
  name: string;
  /** Solves one instance of the rotation each; returns what all contestants must agree on. */
  calls: (() => number)[];
}

/** Too slow or too far away to be called in a loop. */
interface SelfTimed {
  name: string;
  /** Of the rotation, or of the first few instances. */
  answers(): number[];
  /** Samples of milliseconds per instance, taken in about so much time. */
  time(milliseconds: number): number[];
}

export interface Effort {
  /** The contestants take turns this often, so that a noisy moment hits all of them. */
  rounds: number;
  /** Time for each contestant in a round. */
  milliseconds: number;
}

/** @throws when a contestant disagrees with the first. */
export function checkAnswers(title: string, contestants: Contestant[]): void {
  const answersOf = (contestant: Contestant) =>
    "time" in contestant ? contestant.answers() : contestant.calls.map((call) => call());
  const expected = answersOf(contestants[0]!);
  for (const contestant of contestants) {
    for (const [index, answer] of answersOf(contestant).entries()) {
      if (answer === expected[index]) continue;
      throw new Error(`${title}, instance ${index}: ${contestant.name} answers ${answer}, not ${expected[index]}`);
    }
  }
}

/**
 * Milliseconds per instance by contestant. A sample covers the whole rotation, so that neither an easy instance makes the
 * minimum nor a repeated one is memorised by the branch predictor.
 */
export async function measure(
  title: string,
  contestants: Contestant[],
  { rounds, milliseconds }: Effort,
): Promise<Map<string, number[]>> {
  const samples = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of contestants) {
      const times =
        "time" in contestant
          ? contestant.time(milliseconds)
          : await timeCalls(`${title}, ${contestant.name}, round ${round} of ${rounds}`, contestant, milliseconds);
      samples.get(contestant.name)!.push(...times);
    }
  }
  return samples;
}

async function timeCalls(title: string, { name, calls }: InProcess, milliseconds: number): Promise<number[]> {
  const rotation = () => {
    for (const call of calls) call();
  };
  const cases = { delay: 0, minTime: milliseconds / 20_000, maxTime: milliseconds / 1000, minSamples: 3 };
  const summary = await benny.suite(title, benny.configure({ cases }), benny.add(name, rotation));
  return summary.results[0]!.details.sampleResults.map((seconds) => (seconds * 1000) / calls.length);
}

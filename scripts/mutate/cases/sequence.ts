import fc from "fast-check";
import type { AnnealSettings, EncodedObjective, SequenceInstance } from "../../../bindings/sequence/instance.js";
import { instance, objective, ruleSettings } from "../../../test/sequence/instances.js";
import { planFor } from "../../../test/sequence/plans.js";
import { type Case, drawn } from "./case.js";

export function sequenceCases(): Case[] {
  const few = { maxRequests: 4, maxServers: 3 };
  const many = { maxRequests: 80, maxServers: 4, maxBatch: 12 };
  const large = { maxRequests: 40, maxServers: 2, maxBatch: 20, execution: "static" } as const;
  return [
    ...dispatches("rule", 2_000, instance()),
    ...dispatches("rule on many", 200, instance(many)),
    ...drawn("all plans", 200, fc.tuple(instance(few), objective), ({ sequence }, [instance, objective]) =>
      sequence.exhaust(instance, objective),
    ),
    ...annealings("annealing", 600, instance({ maxRequests: 16 }), objective, 300),
    ...annealings("all present", 300, instance({ maxRequests: 16 }).map(present), objective, 400),
    ...annealings("skeletons", 200, waiting(1, 24), promises, 600),
    ...annealings("large batches", 40, instance(large), objective, 300),
    ...annealings("long queue", 10, waiting(65, 110), promises, 300),
  ];
}

function dispatches(name: string, count: number, instances: fc.Arbitrary<SequenceInstance>): Case[] {
  return drawn(name, count, fc.tuple(instances, ruleSettings()), ({ sequence }, [instance, settings]) =>
    sequence.dispatch(instance, settings),
  );
}

function annealings(
  name: string,
  count: number,
  instances: fc.Arbitrary<SequenceInstance>,
  objectives: fc.Arbitrary<EncodedObjective>,
  schedule: number,
): Case[] {
  const warm = fc.option(fc.array(fc.nat(60), { minLength: 5, maxLength: 5 }), { nil: undefined });
  const searches = fc
    .record({ instance: instances, objective: objectives, seed: fc.nat(0xffffffff), warm })
    .map(({ instance, warm, ...rest }) => ({
      instance,
      settings: { ...rest, schedule, warmStart: warm && planOf(instance, warm) } satisfies AnnealSettings,
    }));
  return drawn(name, count, searches, ({ sequence }, { instance, settings }) =>
    sequence.anneal(instance, settings, settings.schedule),
  );
}

function planOf(instance: SequenceInstance, choices: number[]) {
  const plan = planFor(instance, choices);
  return {
    server: Int32Array.from(plan, ([server]) => server),
    batch: Int32Array.from(plan, ([, batch]) => batch),
  };
}

/** With all requests there before any server is. */
function present(instance: SequenceInstance): SequenceInstance {
  return { ...instance, arrival: instance.arrival.map(() => 0) };
}

/** Instances whose requests all wait, some with a promise, on static servers that tokens do not limit. */
function waiting(minRequests: number, maxRequests: number): fc.Arbitrary<SequenceInstance> {
  return instance({ maxRequests, maxServers: 3, maxBatch: 5, execution: "static" })
    .filter(({ requests }) => requests >= minRequests)
    .map((drawn) => ({
      ...present(drawn),
      kvTokens: drawn.kvTokens.map(() => Infinity),
      promised: drawn.promised.map((promised, r) => (r === 0 ? 1 : promised)),
    }));
}

const promises: fc.Arbitrary<EncodedObjective> = fc
  .constantFrom("attainment-per-latency", "attainment", "cost")
  .map((name) => ({ name, tardiness: 0, latency: 0, cost: 0 }) as const);

import type { Lehr } from "../../lehr.js";
import type { SequencerCase, SequencerEvent } from "../case.js";
import { answerOrRefusal, type Trial, unlessEqual } from "./trial.js";

/** What each event was answered, and what is known in the end. */
interface History {
  answers: unknown[];
  snapshot: unknown;
}

export function sequencerTrial(subject: SequencerCase): Trial<History> {
  return {
    call: (lehr) => lived(lehr, subject, true),
    check: (lehr, history) => unlessEqual("restoration", lived(lehr, subject, false), history),
  };
}

/** @param restores whether events that restore the queue do so, or let it be */
function lived(lehr: Lehr, { options, events }: SequencerCase, restores: boolean): History {
  let queue = lehr.sequencer(options);
  let now = 0;
  const running: string[] = [];
  const answers = events.map((event) => {
    now += event.pause;
    return answerOrRefusal(() => answer(event));
  });
  return { answers, snapshot: queue.snapshot() };

  function answer(event: SequencerEvent): unknown {
    if ("add" in event) return queue.add(event.add, now);
    if ("wakeAt" in event) return queue.wakeAt(event.wakeAt, now);
    if ("next" in event) {
      const dispatch = queue.next(event.next, now);
      running.push(...(dispatch?.requests ?? []));
      return dispatch;
    }
    if ("remove" in event) {
      const at = running.indexOf(event.remove);
      if (at !== -1) running.splice(at, 1);
      return queue.remove(event.remove, now);
    }
    if ("complete" in event) {
      const [id] = running.splice(event.complete % Math.max(1, running.length), 1);
      return id === undefined ? undefined : queue.complete(id, now, event.outputTokens);
    }
    if (restores) queue = lehr.sequencer(options, JSON.parse(JSON.stringify(queue.snapshot())));
    return undefined;
  }
}

import type { SequenceInstance } from "../instance.js";
import type { Starvation } from "../options.js";
import type { Rule } from "./rule.js";

/**
 * Learning to rank (Fu et al., "Efficient LLM Scheduling by Learning to Rank", 2024, arXiv 2408.15792, algorithm 1): by
 * the caller's score, but promoted requests before all others. A request that `threshold` decisions have left waiting is
 * promoted; `quantum` more without it, and it is demoted and counts from 0 again. A decision counts for its candidates.
 */
export function learnedRank({ score, requests }: SequenceInstance, { threshold, quantum }: Starvation): Rule {
  const states = Array.from({ length: requests }, () => ({ starvation: 0, promoted: false, quantum: 0 }));
  return {
    keys: (_, r) => [states[r]!.promoted ? 0 : 1, score[r]!],
    arrived() {},
    taken() {},
    leftWaiting(r) {
      const state = states[r]!;
      if (state.promoted) {
        state.quantum -= 1;
        if (state.quantum === 0) Object.assign(state, { promoted: false, starvation: 0 });
      } else {
        state.starvation += 1;
        if (state.starvation === threshold) Object.assign(state, { promoted: true, quantum });
      }
    },
  };
}

/** Numbers of the rules: their positions in the list of `bindings/sequence/options.ts`, which says what they mean. */
export const enum Rule {
  FirstCome,
  ShortestFirst,
  LongestFirst,
  EarliestDeadline,
  LeastSlack,
  Priority,
  WeightedShortestFirst,
  MooreHodgson,
  Fair,
  LearnedRank,
  Urgency,
}

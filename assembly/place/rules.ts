/** Numbers of the rules: their positions in the lists of `bindings/place/options.ts`, which says what they mean. */

export const enum PriorityRule {
  Topological,
  UpwardRank,
  UpwardDownwardRank,
  OptimisticRank,
  StaticLevel,
  LeastScore,
  LeastScoreByLevel,
  GreatestScore,
  Sufferage,
}

export const enum NodeRule {
  EarliestFinish,
  EarliestStart,
  OptimisticFinish,
  EarliestIdle,
  Fastest,
  CriticalPath,
  FastestNode,
  RoundRobin,
  Random,
}

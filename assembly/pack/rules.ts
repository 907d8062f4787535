/** Numbers of the choices, by their position in the lists of `bindings/pack/options.ts`. */
export const enum ItemOrder {
  Input,
  L1,
  L2,
  Linf,
}

export const enum BinChoice {
  Next,
  First,
  Best,
  Worst,
}

export const enum ItemScore {
  DotProduct,
  L2Norm,
  Cosine,
  MinimumSlack,
}

export const enum Weighting {
  Unit,
  Average,
  Reciprocal,
  Remaining,
}

export const enum BinOrder {
  Input,
  Price,
}

export const enum Objective {
  Bins,
  Cost,
  Value,
  Fragmentation,
}

/** Rules, numbered as in the list of `bindings/pack/packer/model.ts`. */
export enum Rule {
  Random,
  RandomFirstFit,
  BestFit,
  DotProduct,
  Packing,
  Clustering,
  MostAllocated,
  LeastAllocated,
  RequestedToCapacityRatio,
  FragmentationGradientDescent,
  StrandedGpu,
}

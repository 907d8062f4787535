/** Contestants of `bench -- sequence`. */
export const names = { kernel: "lehr", plain: "plain annealing", reference: "reference" } as const;

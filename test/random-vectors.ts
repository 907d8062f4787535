/** What every implementation of the generator must yield: the first integers from a seed. */
export const nextVectors = [
  { seed: 0, next: [1789933344, 44971166, 2521387044, 3848737593, 1138324114, 749234105] },
  { seed: 1, next: [393288148, 2174103013, 3814759091, 2092745082, 1865176206, 2179171167] },
  { seed: 42, next: [660444221, 3652823732, 77672526, 910233633, 2297337756, 3786072677] },
  { seed: 0x80000000, next: [2185488291, 2101450894, 1955824843, 513007995, 427042446, 1072984364] },
  { seed: 0xffffffff, next: [4104197751, 1825856343, 1152209388, 2427537429, 3685145430, 609215610] },
];

/** The first integers below `n` from a seed. */
export const belowVectors = [
  { seed: 1, n: 1, below: [0, 0, 0, 0, 0, 0] },
  { seed: 1, n: 2, below: [0, 1, 1, 0, 0, 1] },
  { seed: 1, n: 10, below: [0, 5, 8, 4, 4, 5] },
  { seed: 42, n: 1000003, below: [153772, 850491, 18084, 211930, 534892, 881516] },
  { seed: 42, n: 0xffffffff, below: [660444220, 3652823731, 77672525, 910233632, 2297337755, 3786072676] },
];

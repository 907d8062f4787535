/**
 * Pseudo-random integers: xoshiro128** (Blackman and Vigna 2018, version 1.1), its four words of state filled from the
 * seed by splitmix32 (the Weyl sequence of Steele, Lea and Flood 2014 with Wellons' 32-bit mixer). The kernels have a
 * twin of it; both are held to the same vectors.
 */
export class Random {
  readonly #state: Uint32Array;

  /** `seed`: an integer from 0 to 2^32 − 1. */
  constructor(seed: number) {
    // The mixer is a bijection and its four inputs differ, so the state is never all zero.
    this.#state = Uint32Array.from({ length: 4 }, (_, word) => mix(seed + (word + 1) * 0x9e3779b9));
  }

  /** The next integer from 0 to 2^32 − 1. */
  next(): number {
    const s = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotateLeft(s[3]!, 11);
    return result;
  }

  /** An integer from 0 to `n` − 1, for `n` up to 2^32 − 1: the high half of the 64-bit product of the next integer and `n`. */
  below(n: number): number {
    const x = this.next();
    const low = (x & 0xffff) * n;
    const high = (x >>> 16) * n;
    return Math.floor((high + Math.floor(low / 0x10000)) / 0x10000);
  }
}

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

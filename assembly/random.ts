/**
 * xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32: the twin of `bindings/random.ts`, held to the same
 * vectors.
 */
@final
export class Random {
  private s0: u32;
  private s1: u32;
  private s2: u32;
  private s3: u32;

  constructor(seed: u32) {
    this.s0 = mix(seed + 0x9e3779b9);
    this.s1 = mix(seed + 2 * 0x9e3779b9);
    this.s2 = mix(seed + 3 * 0x9e3779b9);
    this.s3 = mix(seed + 4 * 0x9e3779b9);
  }

  next(): u32 {
    const result = rotl(this.s1 * 5, 7) * 9;
    const shifted = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= shifted;
    this.s3 = rotl(this.s3, 11);
    return result;
  }

  /** An integer from 0 to `n` − 1. */
  below(n: u32): u32 {
    return <u32>((<u64>this.next() * <u64>n) >> 32);
  }
}

function mix(seed: u32): u32 {
  let x = seed;
  x = (x ^ (x >>> 16)) * 0x21f0aaad;
  x = (x ^ (x >>> 15)) * 0x735a2d97;
  return x ^ (x >>> 15);
}

/** Ascending different values; the level of an amount is how many of them it reaches. */
@final
export class Levels {
  private readonly values: StaticArray<f64>;
  private used: i32 = 0;

  constructor(capacity: i32) {
    this.values = new StaticArray<f64>(capacity);
  }

  get length(): i32 {
    return this.used;
  }

  at(level: i32): f64 {
    return this.values[level];
  }

  add(value: f64): void {
    let at = this.of(value);
    if (at > 0 && this.values[at - 1] == value) return;
    for (let i = this.used; i > at; i--) this.values[i] = this.values[i - 1];
    this.values[at] = value;
    this.used++;
  }

  of(amount: f64): i32 {
    let low = 0;
    let high = this.used;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (amount >= this.values[middle]) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

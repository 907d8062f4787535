/** Something that a result claims and its problem does not bear out. */
export interface Violation<Code extends string = string> {
  /** Stable; one literal union per verb. */
  code: Code;
  /** JSON pointer into the result. */
  path: string;
  message: string;
}

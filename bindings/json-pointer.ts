/** JSON pointers, RFC 6901: reference tokens, each after a slash. */

/** A key as a reference token. */
export function referenceToken(key: string | number): string {
  return String(key).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The key that a reference token stands for. */
export function keyOf(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

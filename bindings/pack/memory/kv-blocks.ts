import { InvalidOptionsError, LehrError, printable } from "../../errors.js";
import { limits } from "../../limits.js";

/** How large a paged cache is. */
export interface KvBlocksOptions {
  /** Of the whole cache. Positive integer. */
  blocks: number;
  /** Tokens that a block holds. Positive integer. @default 16 */
  blockTokens?: number;
  /** Share of the blocks that admission leaves free, for sequences that grow; from 0 to below 1. @default 0.01 */
  watermark?: number;
}

/** How full a paged cache is. */
export interface KvFigures {
  blocksUsed: number;
  blocksFree: number;
  sequences: number;
  /** Held by all sequences. */
  tokens: number;
  /** Tokens that the used blocks could hold beyond that: less than a block for each sequence. */
  wasteTokens: number;
  /** Of what the used blocks could hold; 0 when none is used. */
  wasteShare: number;
}

/**
 * The block tables of a paged KV cache (Kwon et al., PagedAttention, SOSP 2023), as numbers: sequences take blocks as they
 * grow and give all of them back at once. Any free block will do, so that nothing is lost between sequences, only in the
 * last block of each. Blocks are not shared.
 */
export class KvBlocks {
  readonly blocks: number;
  readonly blockTokens: number;
  /** Blocks that admission leaves free. */
  readonly reserve: number;
  readonly #tokens = new Map<string, number>();
  #used = 0;
  #sum = 0;

  /** @throws InvalidOptionsError */
  constructor({ blocks, blockTokens = 16, watermark = 0.01 }: KvBlocksOptions) {
    this.blocks = count("blocks", blocks);
    this.blockTokens = count("blockTokens", blockTokens);
    if (!(typeof watermark === "number" && watermark >= 0 && watermark < 1)) {
      throw new InvalidOptionsError("watermark", "must be a number from 0 to below 1");
    }
    this.reserve = Math.floor(watermark * blocks);
  }

  /** Whether a new sequence of so many tokens fits and leaves the reserve free. */
  canAdmit(tokens: number): boolean {
    return this.#blocksOf(count("tokens", tokens)) + this.reserve <= this.#free;
  }

  /**
   * Admits a sequence. False, and nothing has changed, when there is no room.
   *
   * @throws InvalidOptionsError for a number of tokens that is no positive integer
   * @throws LehrError with the code `duplicate-id` when a sequence has this id
   */
  allocate(id: string, tokens: number): boolean {
    if (this.#tokens.has(id)) throw new LehrError("duplicate-id", `there is a sequence "${printable(id)}" already`);
    if (!this.canAdmit(tokens)) return false;
    this.#hold(id, 0, tokens);
    return true;
  }

  /**
   * Lets a sequence grow, into the reserve too. False, and nothing has changed, when there are not enough free blocks.
   *
   * @throws InvalidOptionsError for a number of tokens that is no positive integer
   * @throws LehrError with the code `unknown-id` when there is no such sequence
   */
  append(id: string, tokens = 1): boolean {
    const held = this.#heldBy(id);
    const more = this.#blocksOf(held + count("tokens", tokens)) - this.#blocksOf(held);
    if (more > this.#free) return false;
    this.#hold(id, held, held + tokens);
    return true;
  }

  /**
   * Ends a sequence and gives back its blocks.
   *
   * @throws LehrError with the code `unknown-id` when there is no such sequence
   */
  free(id: string): void {
    this.#hold(id, this.#heldBy(id), 0);
    this.#tokens.delete(id);
  }

  /** How full it is now. */
  figures(): KvFigures {
    const room = this.#used * this.blockTokens;
    return {
      blocksUsed: this.#used,
      blocksFree: this.#free,
      sequences: this.#tokens.size,
      tokens: this.#sum,
      wasteTokens: room - this.#sum,
      wasteShare: room > 0 ? (room - this.#sum) / room : 0,
    };
  }

  get #free(): number {
    return this.blocks - this.#used;
  }

  #blocksOf(tokens: number): number {
    return Math.ceil(tokens / this.blockTokens);
  }

  #heldBy(id: string): number {
    const held = this.#tokens.get(id);
    if (held === undefined) throw new LehrError("unknown-id", `there is no sequence "${printable(id)}"`);
    return held;
  }

  #hold(id: string, before: number, after: number): void {
    this.#used += this.#blocksOf(after) - this.#blocksOf(before);
    this.#sum += after - before;
    this.#tokens.set(id, after);
  }
}

function count(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= limits.tokens) return value;
  throw new InvalidOptionsError(name, `must be an integer from 1 to ${limits.tokens}`);
}

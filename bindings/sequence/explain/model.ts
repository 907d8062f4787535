import type { Seconds } from "../../cluster/model.js";
import type { UnplacedRequest } from "../model.js";

/** Why a request stands where it stands, and what would have to change for its promise to be kept. Plain data. */
export interface RequestExplanation {
  request: string;
  /** Where it is, and what it waited for. */
  served?: ServedExplanation;
  /** What the sequence says of a request without a place. */
  unplaced?: UnplacedRequest;
  /** Of a request with a promise. */
  promise?: PromiseExplanation;
  /** What every server could do for it if it went first there, in the order of the problem. */
  servers: ServerExplanation[];
  /** The gist, for reading. */
  sentence: string;
}

/** Where a request is served, and what it waited for. */
export interface ServedExplanation {
  server: string;
  start: Seconds;
  firstToken: Seconds;
  end: Seconds;
  batch: {
    /** Itself and its companions, as listed. */
    requests: string[];
    end: Seconds;
    /** The request that ends last, and so keeps the next batch waiting; of equals, the first listed. */
    longest: string;
  };
  /** From its arrival to its start. */
  wait: Seconds;
  waitedFor: RequestWait;
  /** Seconds from the end of that wait to the start, for which the problem gives no reason. */
  idle: Seconds;
  /** By start: batches of its server that stood between the moment at which it could have started and its start. */
  ahead: BatchAhead[];
}

/** What a request waited for last, and when that was over. */
export type RequestWait =
  /** Its own arrival: it waited for nothing else. */
  | { for: "arrival"; until: Seconds }
  /** The `now` of the problem. */
  | { for: "now"; until: Seconds }
  /** The server. */
  | { for: "availability"; until: Seconds }
  /** The arrival of another request of its batch. */
  | { for: "companion"; request: string; until: Seconds }
  /** The end of the batch before, and in it of the request that ended last. */
  | { for: "batch"; request: string; until: Seconds }
  /** On a server with slots: the last end of another request before it started. */
  | { for: "slot"; request: string; until: Seconds };

/** A batch ahead of the request; on a server with slots, a request. */
export interface BatchAhead {
  requests: string[];
  start: Seconds;
  end: Seconds;
  /** For how long it ran while the request could have. On slots, several do so at once. */
  seconds: Seconds;
}

/** A promise that is missed by less than times may be off counts as kept. */
export interface PromiseExplanation {
  kept: boolean;
  /** Not even going first and alone on the best server would keep it. */
  hopeless: boolean;
  /** Absent when only the pace of tokens is promised. */
  moment?: MomentExplanation;
  /** Absent when only a moment is promised. */
  pace?: { promised: Seconds /** Absent when it is not served. */; actual?: Seconds };
  /** The latest start that keeps it, on its server in a batch of that size. Absent when none does, or any. */
  latestStart?: Seconds;
  /** On a server with static batches: the largest batch that keeps it, with the start that it has; 0: none. */
  largestBatch?: number;
  /** What would have to change; absent when it is kept or hopeless. */
  change?: RequestChange;
}

/** A token that is promised by a moment. */
export interface MomentExplanation {
  token: "first" | "last";
  by: Seconds;
  /** When the token is there; absent when it is not served. */
  at?: Seconds;
  /** `by − at`: negative when it is late. */
  slack?: Seconds;
}

/**
 * The first of these that keeps the promise, all others being where they are or moving behind. Starts are no later
 * than `startBy`.
 */
export type RequestChange =
  /** The start that it has, in a batch of at most `size`. */
  | { to: "smaller-batch"; size: number }
  /** It, with its batch, overtakes the last batches ahead: as few as possible, none if only time has been idled away. */
  | { to: "earlier"; startBy: Seconds; overtaking: string[][] }
  /** The same in a batch of its own, which leaves its companions behind. */
  | { to: "earlier-alone"; startBy: Seconds; overtaking: string[][] }
  /** A batch of its own on the server that then ends it first; no more than the start is asked of that. */
  | { to: "server"; server: string; startBy?: Seconds };

/** What one server could do; `possible` tells the two apart. */
export type ServerExplanation = PossibleServer | ImpossibleServer;

/** The request first there and, if batches are static, alone. */
export interface PossibleServer {
  server: string;
  possible: true;
  start: Seconds;
  firstToken: Seconds;
  end: Seconds;
  /** Of a request with a promise: whether it would be kept. */
  kept?: boolean;
}

/** A server on which the request does not fit. */
export interface ImpossibleServer {
  server: string;
  possible: false;
  /** The rest of a sentence that begins with the server. */
  reason: string;
}

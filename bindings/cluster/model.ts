/**
 * The machines that work is placed on. Shared by every verb that knows nodes.
 *
 * Time is in seconds, data and memory in gigabytes (1e9 bytes), bandwidth in gigabytes per second,
 * money in US dollars.
 */

/** Seconds, finite and not negative. */
export type Seconds = number;
/** Gigabytes (1e9 bytes), finite and not negative. */
export type Gigabytes = number;
/** Gigabytes per second, finite and positive. */
export type GigabytesPerSecond = number;
/** US dollars, finite and not negative. */
export type Dollars = number;
/** US dollars per hour, finite and not negative. */
export type DollarsPerHour = number;
/** US dollars per gigabyte, finite and not negative. */
export type DollarsPerGigabyte = number;

/** The nodes that work is placed on, and what connects them. */
export interface Cluster {
  nodes: readonly Node[];
  /** Absent: transfers take no time and cost nothing. Present: nodes without a link cannot exchange data. */
  network?: Network;
}

/** A machine. One that has nothing but an `id` runs one task at a time at speed 1, is free and always there. */
export interface Node {
  id: string;
  /**
   * Amount of each named resource (`cpu`, `memory`, `gpu`, …). A node that has none runs one task at a time and
   * accepts no task with needs.
   */
  capacity?: Readonly<Record<string, number>>;
  /** Devices of one model. Implies `capacity.gpu = count` and the label `gpu:<model>`. */
  gpus?: Gpus;
  /**
   * How much work the node does per second: one number for all kinds of work, or one per kind. A kind that is not
   * listed cannot run here.
   * @default 1
   */
  speed?: number | Readonly<Record<string, number>>;
  location?: Location;
  /** What a task may ask for by name in `requires`. */
  labels?: readonly string[];
  /** @default 0 */
  pricePerHour?: DollarsPerHour;
  /** Interruptible price and mean time until interruption. Not honoured yet: refused. */
  spot?: Spot;
  /** What hand-over between two tasks on this node goes through. Absent: it is free. */
  localDisk?: Disk;
  /**
   * The node does nothing before this moment.
   * @default 0
   */
  availableFrom?: Seconds;
}

/** The devices of a node. */
export interface Gpus {
  model: string;
  /** Positive integer. */
  count: number;
  /** Memory of one device. */
  memory?: Gigabytes;
}

/** An interruptible offer of a node. */
export interface Spot {
  pricePerHour: DollarsPerHour;
  meanLifetime: Seconds;
}

/** A local disk. Data is written to it once and read once; each takes `latency + data / bandwidth`. */
export interface Disk {
  bandwidth: GigabytesPerSecond;
  /** @default 0 */
  latency?: Seconds;
}

/** Where a node stands, coarsest first. Two absent names are equal. */
export interface Location {
  cloud?: string;
  region?: string;
  zone?: string;
  rack?: string;
}

/** A transfer takes `latency + data / bandwidth` seconds and costs `data × pricePerGigabyte`. */
export interface Link {
  bandwidth: GigabytesPerSecond;
  /** @default 0 */
  latency?: Seconds;
  /** @default 0 */
  pricePerGigabyte?: DollarsPerGigabyte;
}

/** A link between two nodes by id. Holds in the other direction too, unless that one is named as well. */
export interface NamedLink extends Link {
  from: string;
  to: string;
}

/**
 * Two nodes use the link of the deepest location level that they share: `rack` inside one rack, `zone` between racks of
 * one zone, and so on to `world` between clouds. A level that is not given falls to the next coarser one; when none is
 * left there is no link. Named links win over levels.
 */
export interface Network {
  rack?: Link;
  zone?: Link;
  region?: Link;
  cloud?: Link;
  world?: Link;
  links?: readonly NamedLink[];
}

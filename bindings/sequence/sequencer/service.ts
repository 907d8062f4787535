import type { Request } from "../model.js";
import type { ServiceState } from "./model.js";

/**
 * What each tenant has been served: the virtual token counters of Sheng et al. (OSDI 2024), in prompt tokens + 2 · output
 * tokens. A tenant that had nothing waiting is lifted to the least counter of those that had, so that nobody saves up
 * service by staying away.
 */
export class Service {
  readonly #served = new Map<string | null, number>();
  /** Arrived requests that wait, of tenants that have some. */
  readonly #waiting = new Map<string | null, number>();
  #floor = 0;

  of(request: Request): number {
    return this.#served.get(tenantOf(request)) ?? this.#floor;
  }

  arrive(request: Request): void {
    const tenant = tenantOf(request);
    const waiting = this.#waiting.get(tenant) ?? 0;
    if (waiting === 0) this.#lift(tenant);
    this.#waiting.set(tenant, waiting + 1);
  }

  /** A request that has arrived waits no longer. */
  leave(request: Request): void {
    const tenant = tenantOf(request);
    const waiting = this.#waiting.get(tenant)! - 1;
    if (waiting > 0) this.#waiting.set(tenant, waiting);
    else this.#waiting.delete(tenant);
    // With nobody left, the last to leave is the measure.
    if (this.#waiting.size === 0) this.#floor = Math.max(this.#floor, this.of(request));
  }

  /** Serves the tenant of a request so many tokens; fewer than none takes back what was charged in excess. */
  charge(request: Request, promptTokens: number, outputTokens: number): void {
    this.#served.set(tenantOf(request), this.of(request) + promptTokens + 2 * outputTokens);
  }

  state(): ServiceState {
    const tenants = [...this.#served].map(([tenant, served]) => ({ tenant, served }));
    return { floor: this.#floor, tenants };
  }

  /** `arrived`: the requests that wait. */
  restore({ floor, tenants }: ServiceState, arrived: readonly Request[]): void {
    this.#floor = floor;
    for (const { tenant, served } of tenants) this.#served.set(tenant, served);
    for (const request of arrived) {
      const tenant = tenantOf(request);
      this.#waiting.set(tenant, (this.#waiting.get(tenant) ?? 0) + 1);
    }
  }

  #lift(tenant: string | null): void {
    let least = Infinity;
    for (const active of this.#waiting.keys()) least = Math.min(least, this.#served.get(active) ?? this.#floor);
    if (least < Infinity) this.#floor = Math.max(this.#floor, least);
    this.#served.set(tenant, Math.max(this.#served.get(tenant) ?? 0, this.#floor));
    // Who is away and below the floor would be lifted to it anyway.
    for (const [away, served] of this.#served) {
      if (served <= this.#floor && away !== tenant && !this.#waiting.has(away)) this.#served.delete(away);
    }
  }
}

function tenantOf({ tenant }: Request): string | null {
  return tenant ?? null;
}

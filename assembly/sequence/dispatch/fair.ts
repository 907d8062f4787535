import { Instance } from "../instance";
import { ScannedCandidates } from "./scanned-candidates";

/** Virtual token counter (Sheng et al., OSDI 2024, algorithm 2): the tenant that has been served the least is next. */
@final
export class FairCandidates extends ScannedCandidates {
  /** [tenants] Service so far, lifted to that of others when it had nothing waiting. */
  private counter: StaticArray<f64>;
  /** [tenants] Requests that have arrived and wait. */
  private waiting: StaticArray<i32>;
  private lastServed: i32 = -1;

  constructor(
    instance: Instance,
    /** By tenant, then by arrival. */
    order: StaticArray<i32>,
    /** [requests] */
    private tenant: StaticArray<i32>,
    /** [requests] */
    private service: StaticArray<f64>,
  ) {
    super(instance, order);
    let tenants = 0;
    for (let r = 0, requests = order.length; r < requests; r++) tenants = max(tenants, tenant[r] + 1);
    this.counter = new StaticArray<f64>(tenants);
    this.waiting = new StaticArray<i32>(tenants);
  }

  arrive(request: i32): void {
    const tenant = this.tenant[request];
    if (this.waiting[tenant] == 0) this.counter[tenant] = max(this.counter[tenant], this.level());
    this.waiting[tenant]++;
  }

  take(request: i32): void {
    super.take(request);
    const tenant = this.tenant[request];
    this.counter[tenant] += this.service[request];
    this.waiting[tenant]--;
    this.lastServed = tenant;
  }

  protected keyOf(request: i32): f64 {
    return this.counter[this.tenant[request]];
  }

  /** Where a tenant begins that had nothing waiting. */
  private level(): f64 {
    let level = Infinity;
    for (let tenant = 0, tenants = this.counter.length; tenant < tenants; tenant++) {
      if (this.waiting[tenant] > 0) level = min(level, this.counter[tenant]);
    }
    if (level < Infinity) return level;
    return this.lastServed < 0 ? 0 : this.counter[this.lastServed];
  }
}

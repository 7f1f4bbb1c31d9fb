import type { PendingDelivery } from './delivery.ts';

/** Due times are rounded up to a multiple of this, which bounds how often thousands of waiting lanes are scanned per second. */
const GRAIN_MS = 50;

/**
 * The queue of deliveries to one endpoint. Deliveries in one lane are handed out one after the other, in order, and each only when the
 * previous one is done; across lanes, those that have waited longest go first.
 */
export class Lanes {
  /** How many are waiting or in flight. */
  size = 0;
  readonly #lanes = new Map<string, PendingDelivery[]>();
  /** Lanes whose first delivery is due now, in the order in which they became due. */
  readonly #ready = new Set<string>();
  /** Lanes whose first delivery is due later, with the time. */
  readonly #later = new Map<string, number>();
  #earliest = Infinity;

  /** When the next delivery that is not due yet becomes due; null if there is none. */
  get due(): number | null {
    return this.#earliest === Infinity ? null : this.#earliest;
  }

  /** The lane in which the most are waiting; null if none are. */
  get longest(): { readonly lane: string; readonly size: number } | null {
    let longest: { readonly lane: string; readonly size: number } | null = null;
    for (const [lane, { length: size }] of this.#lanes)
      if (size > (longest?.size ?? 0)) longest = { lane, size };
    return longest;
  }

  /** Appends a delivery to its lane. */
  add(waiting: PendingDelivery, now: number): void {
    this.size += 1;
    const lane = this.#lanes.get(waiting.lane);
    if (lane) lane.push(waiting);
    else {
      this.#lanes.set(waiting.lane, [waiting]);
      this.#schedule(waiting, now);
    }
  }

  /** The next delivery that is due, which occupies its lane until it is `done` or put off; null if there is none. */
  next(now: number): PendingDelivery | null {
    this.#wake(now);
    const [name] = this.#ready;
    if (name === undefined) return null;
    this.#ready.delete(name);
    return this.#lanes.get(name)?.[0] ?? null;
  }

  /** Reserves a lane for a delivery already in flight. */
  keep(lane: string): void {
    this.#ready.delete(lane);
    this.#later.delete(lane);
  }

  /** Removes a delivery, so that the next in its lane can follow. */
  done({ lane: name, seq }: PendingDelivery, now: number): void {
    const lane = this.#lanes.get(name);
    if (!lane) return;
    if (lane[0]?.seq === seq) {
      lane.shift();
      this.size -= 1;
    }
    const [first] = lane;
    if (first) this.#schedule(first, now);
    else {
      this.#lanes.delete(name);
      // It may have been scheduled although its delivery was in flight, if that ended before the lane was reserved.
      this.#ready.delete(name);
      this.#later.delete(name);
    }
  }

  /** Reschedules a delivery, which stays at the head of its lane. */
  putOff({ lane: name, seq }: PendingDelivery, nextAt: number, now: number): void {
    const lane = this.#lanes.get(name);
    const [first] = lane ?? [];
    if (!lane || !first) return;
    const next = first.seq === seq ? { ...first, nextAt } : first;
    lane[0] = next;
    this.#schedule(next, now);
  }

  #schedule({ lane, nextAt }: PendingDelivery, now: number): void {
    if (nextAt <= now) {
      this.#ready.add(lane);
      return;
    }
    const at = Math.ceil(nextAt / GRAIN_MS) * GRAIN_MS;
    this.#later.set(lane, at);
    this.#earliest = Math.min(this.#earliest, at);
  }

  /** Scans the waiting lanes, but only once the earliest is due. */
  #wake(now: number): void {
    if (now < this.#earliest) return;
    this.#earliest = Infinity;
    for (const [lane, nextAt] of this.#later) {
      if (nextAt > now) this.#earliest = Math.min(this.#earliest, nextAt);
      else {
        this.#later.delete(lane);
        this.#ready.add(lane);
      }
    }
  }
}

import type { Waiting } from './delivery.ts';

/** Times are rounded up to this: with thousands of lanes that wait, they are looked through so often a second at most. */
const GRAIN_MS = 50;

/**
 * What waits to be sent to one endpoint. Deliveries of one lane are given out one after the other, in the order of their places, and
 * the next only when the one before is done; of many lanes, those that have waited longest go first.
 */
export class Lanes {
  /** How many wait or are under way. */
  size = 0;
  readonly #lanes = new Map<string, Waiting[]>();
  /** Lanes whose first may go now, in the order in which they came to it. */
  readonly #ready = new Set<string>();
  /** Lanes whose first is to go later, with the time. */
  readonly #later = new Map<string, number>();
  #earliest = Infinity;

  /** When the next one may go that may not go yet; null where there is none. */
  get due(): number | null {
    return this.#earliest === Infinity ? null : this.#earliest;
  }

  /** Puts a delivery behind those of its lane. */
  add(waiting: Waiting, now: number): void {
    this.size += 1;
    const lane = this.#lanes.get(waiting.lane);
    if (lane) lane.push(waiting);
    else {
      this.#lanes.set(waiting.lane, [waiting]);
      this.#schedule(waiting, now);
    }
  }

  /** The next to go at this time, which keeps its lane until it is `done` or put off; null where there is none. */
  next(now: number): Waiting | null {
    this.#wake(now);
    const [name] = this.#ready;
    if (name === undefined) return null;
    this.#ready.delete(name);
    return this.#lanes.get(name)?.[0] ?? null;
  }

  /** Keeps a lane for what is under way already. */
  keep(lane: string): void {
    this.#ready.delete(lane);
    this.#later.delete(lane);
  }

  /** Lets the one behind it have its turn. */
  done({ lane: name, seq }: Waiting, now: number): void {
    const lane = this.#lanes.get(name);
    if (!lane) return;
    if (lane[0]?.seq === seq) {
      lane.shift();
      this.size -= 1;
    }
    const [first] = lane;
    if (first) this.#schedule(first, now);
    else this.#lanes.delete(name);
  }

  /** Has it given out again at this time, and not the one behind it. */
  putOff({ lane: name, seq }: Waiting, nextAt: number, now: number): void {
    const lane = this.#lanes.get(name);
    const [first] = lane ?? [];
    if (!lane || !first) return;
    const next = first.seq === seq ? { ...first, nextAt } : first;
    lane[0] = next;
    this.#schedule(next, now);
  }

  #schedule({ lane, nextAt }: Waiting, now: number): void {
    if (nextAt <= now) {
      this.#ready.add(lane);
      return;
    }
    const at = Math.ceil(nextAt / GRAIN_MS) * GRAIN_MS;
    this.#later.set(lane, at);
    this.#earliest = Math.min(this.#earliest, at);
  }

  /** Looks through them only when the time of one has come. */
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

import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Dice } from '../dice.ts';
import type { CrmRow, FastCrm } from './fast-crm.ts';
import { SECRET } from './settings.ts';

/** Counts of webhooks by outcome. */
export interface Sent {
  sent: number;
  dropped: number;
  /** Dropped because too many were in flight. */
  crowdedOut: number;
  doubled: number;
  late: number;
  replayed: number;
  /** Not accepted by any replica after all retries. */
  refused: number;
}

/** Probabilities, in percent. */
export interface Chances {
  readonly dropped: number;
  readonly doubled: number;
  readonly late: number;
  readonly replayed: number;
}

/** Every webhook is delivered once and on time. */
export const ALL_WELL: Chances = { dropped: 0, doubled: 0, late: 0, replayed: 0 };

const TRIES = 3;
const RETRY_MS = 100;
const LATEST_MS = 400;
/** The maximum number in flight, as a sender with a bounded queue would have; more are dropped. */
const MAX_IN_FLIGHT = 256;
const MAX_OLD = 200;

interface Parcel {
  readonly id: string;
  readonly body: string;
}

/** Delivers the CRM's webhooks to random replicas; some twice, late, replayed after a while, or not at all. */
export class Courier {
  readonly counted: Sent = {
    sent: 0,
    dropped: 0,
    crowdedOut: 0,
    doubled: 0,
    late: 0,
    replayed: 0,
    refused: 0,
  };
  /** The time to acknowledge each accepted webhook, in milliseconds. */
  readonly acknowledgedMs: number[] = [];
  readonly #crm: FastCrm;
  readonly #urls: () => readonly string[];
  readonly #dice: Dice;
  readonly #chances: Chances;
  readonly #old: Parcel[] = [];
  readonly #inFlight = new Set<Promise<void>>();

  constructor(crm: FastCrm, urls: () => readonly string[], dice: Dice, chances: Chances) {
    this.#crm = crm;
    this.#urls = urls;
    this.#dice = dice;
    this.#chances = chances;
  }

  /** Sends these changes as one webhook, without waiting for it. */
  send(rows: readonly CrmRow[]): void {
    const { dropped, doubled, late, replayed } = this.#chances;
    const parcel = {
      id: `crm-${rows[0]?.number}-${rows.length}`,
      body: JSON.stringify(rows.map((row) => this.#crm.eventOf(row))),
    };
    const isDropped = this.#dice.percent(dropped);
    const isCrowded = this.#inFlight.size >= MAX_IN_FLIGHT;
    if (isDropped || isCrowded) {
      this.counted[isDropped ? 'dropped' : 'crowdedOut'] += 1;
      return;
    }
    const isLate = this.#dice.percent(late);
    if (isLate) this.counted.late += 1;
    this.#begin(parcel, isLate ? this.#dice.between(1, LATEST_MS) : 0);
    if (this.#dice.percent(doubled)) this.#repeat(parcel, 'doubled');
    if (this.#old.length > 0 && this.#dice.percent(replayed))
      this.#repeat(this.#old[this.#dice.between(0, this.#old.length - 1)] ?? parcel, 'replayed');
    this.#old.push(parcel);
    if (this.#old.length > MAX_OLD) this.#old.shift();
  }

  /** Resolves when no webhook is in flight. */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  #repeat(parcel: Parcel, what: 'doubled' | 'replayed'): void {
    this.counted[what] += 1;
    this.#begin(parcel, 0);
  }

  #begin(parcel: Parcel, afterMs: number): void {
    const delivery = this.#deliver(parcel, afterMs).finally(() => this.#inFlight.delete(delivery));
    this.#inFlight.add(delivery);
  }

  async #deliver(parcel: Parcel, afterMs: number): Promise<void> {
    if (afterMs > 0) await pause(afterMs);
    for (let tried = 0; tried < TRIES; tried += 1) {
      if (await this.#post(parcel)) {
        this.counted.sent += 1;
        return;
      }
      await pause(RETRY_MS * 2 ** tried);
    }
    this.counted.refused += 1;
  }

  async #post({ id, body }: Parcel): Promise<boolean> {
    const urls = this.#urls();
    const url = urls[this.#dice.between(0, urls.length - 1)];
    if (url === undefined) return false;
    const now = new Date();
    const began = performance.now();
    try {
      const answer = await fetch(`${url}/changes/crm`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/cloudevents-batch+json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': new Webhook(SECRET).sign(id, now, body),
        },
        signal: AbortSignal.timeout(5_000),
      });
      await answer.body?.cancel();
      if (answer.ok) this.acknowledgedMs.push(performance.now() - began);
      return answer.ok;
    } catch {
      return false;
    }
  }
}

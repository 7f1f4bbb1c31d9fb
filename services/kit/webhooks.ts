import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import { changesAfter, lastChange, type RecordedChange } from './changes.ts';

const TIMEOUT_MS = 15_000;
/** The digits of 2^31 - 1, the largest value of the type `Integer`. */
const SEQUENCE_DIGITS = 10;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 15_000, 60_000] as const;

/** `full`: what changed, and whose it is. `thin`: only that it changed. */
export type Payload = 'full' | 'thin';

/** One receiver of a system's changes. */
export interface WebhookTarget {
  readonly id: string;
  readonly url: string;
}

/**
 * Sends every recorded change, in order, to every registered receiver: a CloudEvent 1.0 in structured JSON, signed according to Standard
 * Webhooks, retried until the receiver answers 2xx. Undelivered changes survive a restart, because each receiver's position in the changes
 * is kept in the database. A change's position is sent as the CloudEvents extension `sequence`, of the type `Integer`: from 1, without
 * gaps; padded, so that it also sorts as text.
 */
export class WebhookSender {
  readonly #db: DatabaseSync;
  readonly #source: string;
  readonly #dataOf: (change: RecordedChange, payload: Payload) => object | undefined;
  readonly #stop = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  /** Ends the pause before a delivery is retried, by receiver. */
  readonly #pauses = new Map<string, AbortController>();

  /** `dataOf` returns an event's data in the system's own format; undefined for none. */
  constructor(
    db: DatabaseSync,
    source: string,
    dataOf: (change: RecordedChange, payload: Payload) => object | undefined,
  ) {
    this.#db = db;
    this.#source = source;
    this.#dataOf = dataOf;
  }

  /** Registers a receiver for all changes from now on. `secret` is a Standard Webhooks secret (`whsec_…`). */
  register(url: string, secret: string, payload: Payload = 'full'): WebhookTarget {
    return this.put(randomUUID(), url, secret, payload);
  }

  /**
   * Registers a receiver under an id of its choice. If the id exists already, it is the same receiver at another address or with another
   * secret: what it has not received yet is sent there, at once.
   */
  put(id: string, url: string, secret: string, payload: Payload = 'full'): WebhookTarget {
    const put = this.#db.prepare(
      `INSERT INTO webhook VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET url = excluded.url, secret = excluded.secret, payload = excluded.payload`,
    );
    put.run(id, url, secret, payload, lastChange(this.#db));
    this.#pauses.get(id)?.abort();
    return { id, url };
  }

  /** Removes a receiver; false if there is none with this id. */
  remove(id: string): boolean {
    return this.#db.prepare('DELETE FROM webhook WHERE id = ?').run(id).changes > 0;
  }

  /** Starts delivering new changes; call it after each write. Never throws and does not wait. */
  kick(): void {
    for (const row of this.#db.prepare('SELECT id FROM webhook').all()) {
      const id = String(row['id']);
      if (!this.#running.has(id)) {
        this.#running.set(
          id,
          this.#deliverAll(id).finally(() => this.#running.delete(id)),
        );
      }
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  async #deliverAll(id: string): Promise<void> {
    for (let tries = 0; !this.#stop.signal.aborted;) {
      const target = this.#db.prepare('SELECT * FROM webhook WHERE id = ?').get(id);
      if (!target) return;
      const [change] = changesAfter(this.#db, Number(target['delivered']), 1);
      if (!change) return;
      const body = JSON.stringify(this.#event(change, target['payload'] === 'thin' ? 'thin' : 'full'));
      if (await this.#deliver(String(target['url']), String(target['secret']), this.#idOf(change), body)) {
        this.#db.prepare('UPDATE webhook SET delivered = ? WHERE id = ?').run(change.seq, id);
        tries = 0;
      } else {
        await this.#pause(id, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
      }
    }
  }

  async #pause(id: string, ms: number | undefined): Promise<void> {
    const over = new AbortController();
    this.#pauses.set(id, over);
    const signal = AbortSignal.any([this.#stop.signal, over.signal]);
    await delay(ms, undefined, { signal }).catch(() => undefined);
    this.#pauses.delete(id);
  }

  async #deliver(url: string, secret: string, id: string, body: string): Promise<boolean> {
    const now = new Date();
    const headers = {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': Math.floor(now.getTime() / 1000).toString(),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    };
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'error' });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }

  #idOf({ seq }: RecordedChange): string {
    return `${this.#source}-${seq}`;
  }

  #event(change: RecordedChange, payload: Payload): Record<string, unknown> {
    const data = this.#dataOf(change, payload);
    return {
      specversion: '1.0',
      id: this.#idOf(change),
      source: `urn:system:${this.#source}`,
      type: `${change.entity}.${change.kind}`,
      subject: change.id,
      time: change.at,
      sequence: String(change.seq).padStart(SEQUENCE_DIGITS, '0'),
      sequencetype: 'Integer',
      ...(data === undefined ? {} : { datacontenttype: 'application/json', data }),
    };
  }
}

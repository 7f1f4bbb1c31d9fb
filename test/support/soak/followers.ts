import type { Dice } from '../dice.ts';
import { Reader, type ReaderOptions } from '../faults/reader.ts';
import { collect, STREAMS, type Collected, type StreamTransport } from '../streams.ts';
import { customersAmong, EVERYTHING, type Ledger } from './ledger.ts';
import type { Scene } from './scene.ts';

const CUT_MS = 4_000;

/** Subscribers over both transports: one that stays connected, and one whose connection is cut again and again. */
export function readersOf({ url, clerk }: Scene, ids: readonly string[], dice: Dice): readonly Reader[] {
  const common = { urls: () => [url], dice, stalls: false, credentials: clerk, takesPartial: true };
  const some = customersAmong(ids);
  const all: readonly Pick<ReaderOptions, 'by' | 'subscription' | 'cutMs'>[] = [
    { by: 'websocket', subscription: EVERYTHING, cutMs: null },
    { by: 'sse', subscription: some, cutMs: null },
    { by: 'websocket', subscription: some, cutMs: CUT_MS },
    { by: 'sse', subscription: EVERYTHING, cutMs: CUT_MS },
  ];
  return all.map((options) => new Reader({ ...common, ...options }));
}

/** A live query of one customer over one transport. */
export class Follower {
  /** The last phone it received. */
  phone: string | null = null;
  /** The error that ended it; null while it runs. */
  ended: string | null = null;
  readonly name: string;
  readonly #id: string;
  readonly #stream: Collected;
  #isStopped = false;

  constructor(by: StreamTransport, { url, clerk }: Scene, id: string) {
    this.name = `a live query by ${by}`;
    this.#id = id;
    const query = 'query ($id: ID!) @live(throttle: 0) { customer(id: $id) { phone } }';
    this.#stream = collect(by, url, { query, variables: { id } }, clerk);
    void this.#follow();
  }

  /** Whether its last result is current. */
  isUpToDate(ledger: Ledger): boolean {
    return this.phone === (ledger.phoneOf(this.#id) ?? this.phone);
  }

  /** The faults of its results. */
  faultsOf(ledger: Ledger): readonly string[] {
    if (this.ended !== null) return [`${this.name} ended: ${this.ended}`];
    if (this.isUpToDate(ledger)) return [];
    return [
      `${this.name} received ${String(this.phone)} last, but the current phone is ${String(ledger.phoneOf(this.#id))}`,
    ];
  }

  stop(): void {
    this.#isStopped = true;
    this.#stream[Symbol.dispose]();
  }

  async #follow(): Promise<void> {
    try {
      while (!this.#isStopped) {
        const [result] = await this.#stream.take(1);
        this.phone = result?.data?.customer?.phone ?? this.phone;
      }
    } catch (error) {
      if (!this.#isStopped) this.ended = String(error);
    }
  }
}

/** One follower over each transport. */
export function followersOf(scene: Scene, id: string): readonly Follower[] {
  return STREAMS.map((by) => new Follower(by, scene, id));
}

import type { Subscription } from './question.ts';
import { WebSocketSubscriber } from './subscriber.ts';
import type { Tally } from './tally.ts';

/** Concurrent handshakes: more would wait in the queue of the listening socket. */
const AT_ONCE = 64;

/** Many subscribers to one server. */
export class Crowd implements Disposable {
  readonly #tally: Tally;
  readonly #subscribers: WebSocketSubscriber[] = [];
  #fault: Error | null = null;

  private constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** Opens a subscriber for each subscription. Rejects if one is refused. */
  static async open(url: string, subscriptions: readonly Subscription[], tally: Tally): Promise<Crowd> {
    const crowd = new Crowd(tally);
    tally.silent += subscriptions.length;
    const left = [...subscriptions];
    const openSome = async (): Promise<void> => {
      for (let next = left.pop(); next; next = left.pop()) await crowd.#open(url, next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, openSome));
    return crowd;
  }

  /** Throws the first error of any subscriber since they were opened, or an Error if results came out of order. */
  check(): void {
    if (this.#fault) throw this.#fault;
    if (this.#tally.disordered > 0) throw new Error(`${this.#tally.disordered} results came out of order.`);
  }

  [Symbol.dispose](): void {
    for (const subscriber of this.#subscribers) subscriber[Symbol.dispose]();
  }

  async #open(url: string, subscription: Subscription): Promise<void> {
    let last = -1;
    const next = (message: Buffer) => (last = this.#tally.receive(message, last));
    const fault = (error: Error) => (this.#fault ??= error);
    this.#subscribers.push(await WebSocketSubscriber.open(url, subscription, { next, fault }));
  }
}

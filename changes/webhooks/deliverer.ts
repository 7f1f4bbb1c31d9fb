import { unlessAborted } from '../../datasources/rest/abort.ts';
import { deliveryAttempts } from '../channels.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { ChangeEvent } from '../event.ts';
import type { Clock } from '../clock.ts';
import { messageId } from './delivery.ts';
import type { EndpointTerms } from './endpoint.ts';
import { bodyOf, type GlobalIdOf } from './message.ts';
import { outcomeOf } from './outcome.ts';
import { nextPause } from './schedule.ts';
import type { Sender, SendResult } from './sender.ts';
import type { AttemptOutcome, WebhookStore } from './store.ts';

/** The dependencies of a deliverer. */
export interface DelivererParts {
  readonly store: WebhookStore;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly globalIdOf: GlobalIdOf;
  readonly logger: Logger;
  /** Milliseconds before each retry. */
  readonly pauses: readonly number[];
}

/** How an attempt ended. */
export type Ended =
  /** It was made, with this outcome. */
  | { readonly is: 'settled'; readonly settling: AttemptOutcome }
  /** It was made, and the delivery is no longer as it was: it was revived or settled in the meantime. */
  | { readonly is: 'elsewhere' }
  /** There is nothing to send: another process has settled it, or it was deleted with its endpoint. */
  | { readonly is: 'gone' }
  /** It is not due: it was postponed after it was queued. */
  | { readonly is: 'early'; readonly nextAt: number }
  /** This process no longer holds the endpoint. */
  | { readonly is: 'over' };

/** Sends the deliveries of one endpoint and records the outcomes, for as long as the endpoint is held. */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #id: string;
  readonly #token: number;
  readonly #over: AbortController;

  /** `over` aborts when the endpoint is no longer held; this class aborts it if the store says so. */
  constructor(parts: DelivererParts, id: string, token: number, over: AbortController) {
    this.#parts = parts;
    this.#id = id;
    this.#token = token;
    this.#over = over;
  }

  /** Attempts a delivery once. Rejects if the store cannot be reached before anything was sent. */
  async deliver(seq: number, terms: EndpointTerms): Promise<Ended> {
    const { store, clock, pauses } = this.#parts;
    const delivery = await store.delivery(this.#id, seq);
    if (delivery?.state !== 'pending') return { is: 'gone' };
    const { event, nextAt } = delivery;
    if (nextAt > clock.now()) return { is: 'early', nextAt };
    const sent = await this.#send(event, terms);
    if (!sent) return { is: 'over' };
    const settling = outcomeOf(delivery, sent, clock.now(), pauses);
    const outcome = settling.state === 'pending' ? 'again' : settling.state;
    deliveryAttempts.publish({ outcome, status: sent.status, ms: sent.ms });
    return this.#settle(settling);
  }

  /** What fails here is a defect and fails again with the next attempt, so it counts as one: it must not hold up its lane for ever. */
  async #send(event: ChangeEvent, terms: EndpointTerms): Promise<SendResult | null> {
    const { sender, clock, globalIdOf, logger } = this.#parts;
    try {
      const message = { id: messageId(this.#id, event.cursor), body: bodyOf(event, globalIdOf) };
      return await sender.send(terms, message, this.#over.signal);
    } catch (err) {
      logger.error(
        { webhook: this.#id, cursor: event.cursor, err },
        'a change could not be sent to a webhook',
      );
      const error = 'the gateway could not send it';
      return { at: clock.now(), ms: 0, status: null, error, retryAfterMs: null, isGone: false };
    }
  }

  /**
   * Retries for as long as the endpoint is held: the lane must not continue before the outcome is recorded, or a crash would lose its
   * order.
   */
  async #settle(settling: AttemptOutcome): Promise<Ended> {
    for (let pauseMs = 0; !this.#over.signal.aborted;) {
      try {
        const written = await this.#parts.store.settle(this.#id, this.#token, settling);
        if (written === 'written') return { is: 'settled', settling };
        if (written === 'elsewhere') return { is: 'elsewhere' };
        this.#over.abort();
      } catch {
        pauseMs = nextPause(pauseMs);
        await this.#pause(pauseMs);
      }
    }
    return { is: 'over' };
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const cancel = this.#parts.clock.after(ms, () => resolve(undefined));
    await unlessAborted(promise, this.#over.signal).catch(cancel);
  }
}

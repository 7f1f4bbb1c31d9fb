import { Agent, type Dispatcher } from 'undici';
import { Bulkhead } from '../../datasources/rest/bulkhead.ts';
import { retryAfterMs } from '../../datasources/rest/retry-after.ts';
import type { Attempt } from './delivery.ts';
import type { EndpointTerms } from './endpoint.ts';
import type { Message } from './message.ts';
import { signed } from './secrets.ts';
import { TargetRefusedError } from '../errors/target-refused.ts';
import type { TargetGuard, TargetTls } from './target/guard.ts';

/** The limit on the whole call: DNS look-up, connecting, sending, and reading the response (Standard Webhooks: 15 to 30 s). */
export const TIMEOUT_MS = 15_000;
/** How much of a response is read and discarded, so that its connection can be reused. */
const READ_BYTES = 64 * 1_024;
const GONE = 410;

/** The outcome of sending a message. */
export interface SendResult extends Attempt {
  /** How long the receiver asked to be left alone, in milliseconds; null if it did not. */
  readonly retryAfterMs: number | null;
  /** Whether the receiver wants no more messages (410). */
  readonly isGone: boolean;
}

/** The dependencies of a sender. */
export interface SenderParts {
  readonly guard: TargetGuard;
  /** The most concurrent calls, over all endpoints. */
  readonly concurrency: number;
  readonly timeoutMs?: number;
  readonly tls?: TargetTls;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** Sends signed messages. A failure is an outcome, not an error. */
export class Sender {
  readonly #agent: Agent;
  readonly #places: Bulkhead;
  readonly #timeoutMs: number;
  readonly #now: () => number;

  constructor({ guard, concurrency, timeoutMs = TIMEOUT_MS, tls, now }: SenderParts) {
    this.#agent = new Agent({ connect: guard.connector(tls), allowH2: false });
    this.#places = new Bulkhead(concurrency, Infinity);
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  /**
   * Sends a message once a slot is free, within `longestMs` if that is shorter than the usual timeout. Null if `signal` aborted before the
   * outcome was known.
   */
  async send(
    { url, secrets }: Pick<EndpointTerms, 'url' | 'secrets'>,
    message: Message,
    signal: AbortSignal,
    longestMs = Infinity,
  ): Promise<SendResult | null> {
    const timeoutMs = Math.min(this.#timeoutMs, longestMs);
    const sent = this.#places.run(async () => {
      const at = this.#now();
      const began = performance.now();
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const headers = signed(message.id, message.body, secrets, at);
        const outcome = await this.#post(url, headers, message.body, AbortSignal.any([signal, timeout]));
        return { at, ms: since(began), ...outcome };
      } catch (error) {
        // After an abort it is unknown whether the message arrived, so no failure is recorded.
        if (isAborted(signal)) return null;
        const reason = timeout.aborted ? `no answer within ${timeoutMs} ms` : describeError(error);
        return { at, ms: since(began), status: null, error: reason, retryAfterMs: null, isGone: false };
      }
    }, signal);
    return sent.catch((error: unknown) => {
      // An abort while waiting for a slot means nothing was sent.
      if (isAborted(signal)) return null;
      throw error;
    });
  }

  /** Closes all connections. Nothing can be sent afterwards. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #post(
    url: string,
    signature: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<Pick<SendResult, 'status' | 'error' | 'retryAfterMs' | 'isGone'>> {
    const { origin, pathname, search } = new URL(url);
    const answer = await this.#agent.request({
      origin,
      path: pathname + search,
      method: 'POST',
      headers: {
        ...signature,
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'Isthmus-Webhooks/1',
      },
      body,
      signal,
    });
    await drain(answer.body, signal);
    const { statusCode: status } = answer;
    return {
      status,
      error: faultOf(status),
      retryAfterMs: status < 300 ? null : retryAfterMs(answer.headers['retry-after'], this.#now()),
      isGone: status === GONE,
    };
  }
}

/**
 * Reads a response to its end, up to a limit beyond which its connection is closed. Errors do not matter: the status has been received by
 * then, and it is what counts.
 */
async function drain(body: Dispatcher.ResponseData['body'], signal: AbortSignal): Promise<void> {
  await body.dump({ limit: READ_BYTES, signal }).catch(() => undefined);
}

/** Anything but success is a failure: redirects are not followed, as they may lead anywhere. */
function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`;
  return `answered ${status}`;
}

/** A function, because the signal may have aborted during an await in between two checks. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

function since(began: number): number {
  return Math.round(performance.now() - began);
}

/** Kept short and without addresses: the errors of resolvers and sockets name machines. */
function describeError(error: unknown): string {
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (cause instanceof TargetRefusedError) return cause.message;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}

import { Agent, type Dispatcher } from 'undici';
import { Bulkhead } from '../../datasources/rest/bulkhead.ts';
import { retryAfterMs } from '../../datasources/rest/retry-after.ts';
import type { Attempt } from './delivery.ts';
import type { EndpointTerms } from './endpoint.ts';
import type { Message } from './message.ts';
import { signed } from './secrets.ts';
import { TargetRefusedError } from './target/errors.ts';
import type { TargetGuard, TargetTls } from './target/guard.ts';

/** The whole call: to look the name up, to connect, to send, and to read the answer (Standard Webhooks: 15 to 30 s). */
export const TIMEOUT_MS = 15_000;
/** What is read of an answer, so that its connection can be used again; nobody looks at it. */
const READ_BYTES = 64 * 1_024;
const GONE = 410;

/** What came of sending something. */
export interface Sent extends Attempt {
  /** Milliseconds for which the receiver wants to be left alone; null where it does not say. */
  readonly retryAfterMs: number | null;
  /** Whether it wants no more of these (410). */
  readonly isGone: boolean;
}

/** How messages are sent. */
export interface SenderOptions {
  readonly guard: TargetGuard;
  /** Calls at once, over all endpoints. */
  readonly concurrency: number;
  readonly timeoutMs?: number;
  readonly tls?: TargetTls;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** Sends signed messages. What goes wrong is an outcome, not an error. */
export class Sender {
  readonly #agent: Agent;
  readonly #places: Bulkhead;
  readonly #timeoutMs: number;
  readonly #now: () => number;

  constructor({ guard, concurrency, timeoutMs = TIMEOUT_MS, tls, now }: SenderOptions) {
    this.#agent = new Agent({ connect: guard.connector(tls), allowH2: false });
    this.#places = new Bulkhead(concurrency, Infinity);
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  /** Sends a message once a place is free, within `longestMs` where that is less than usual. Null where `signal` aborted before it was known what came of it. */
  async send(
    { url, secrets }: Pick<EndpointTerms, 'url' | 'secrets'>,
    message: Message,
    signal: AbortSignal,
    longestMs = Infinity,
  ): Promise<Sent | null> {
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
        // Who gave up does not know whether it arrived, and blames nobody.
        if (isOver(signal)) return null;
        const reason = timeout.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error);
        return { at, ms: since(began), status: null, error: reason, retryAfterMs: null, isGone: false };
      }
    }, signal);
    return sent.catch((error: unknown) => {
      // Who gives up while it waits for a place has sent nothing.
      if (isOver(signal)) return null;
      throw error;
    });
  }

  /** Ends all connections. Nothing may be sent any more. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #post(
    url: string,
    signature: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<Pick<Sent, 'status' | 'error' | 'retryAfterMs' | 'isGone'>> {
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
    await drained(answer.body, signal);
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
 * Reads an answer to its end, but no further than some: then its connection is closed. Whatever becomes of that, the status has been
 * told by then, and it is what counts.
 */
async function drained(body: Dispatcher.ResponseData['body'], signal: AbortSignal): Promise<void> {
  await body.dump({ limit: READ_BYTES, signal }).catch(() => undefined);
}

/** Whatever is no success is a failure: nobody follows a redirect, which may lead anywhere. */
function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`;
  return `answered ${status}`;
}

/** Asked before and after a wait, in which it may have aborted. */
function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}

function since(began: number): number {
  return Math.round(performance.now() - began);
}

/** Few words, without addresses: what a resolver or a socket says names machines. */
function reasonOf(error: unknown): string {
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (cause instanceof TargetRefusedError) return cause.message;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}

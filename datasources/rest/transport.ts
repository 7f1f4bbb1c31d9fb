import { Pool, errors as undici, type Dispatcher } from 'undici';
import { TRACE_FIELDS, callersTrace, restExchanges, type RestExchange } from '../channels.ts';
import type { Caller, Shared } from '../scope.ts';
import type { Logger } from '../logger.ts';
import { errorText } from '../thrown.ts';
import { ContractError } from './errors/contract.ts';
import { UnavailableError } from './errors/unavailable.ts';
import type { CallTarget } from './errors/upstream-error.ts';
import type { RawResponse } from './classify-response.ts';
import type { Quota } from './quota.ts';
import { revalidated, type HeldResponse } from './validators.ts';

/** A request as the methods of the client describe it. */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Whether it may be sent twice: it only reads, or has an idempotency key that the system recognizes. */
  readonly isRepeatable: boolean;
  readonly idempotencyKey?: string;
  /** `If-Modified-Since`, in the format the system accepts. */
  readonly modifiedSince?: string;
  /** Statuses from 300 up that the caller can handle. */
  readonly expected?: readonly number[];
}

/** A call on its way to the system. */
export interface PendingCall {
  readonly request: RestRequest;
  readonly target: CallTarget;
  readonly call: Shared | Caller;
  readonly signal: AbortSignal;
}

/** An answer as received; `same` is the held answer if the system says that it is still valid (304). */
type Exchanged = RawResponse & { readonly same: HeldResponse | null };

/** Options of {@link Transport}. */
export interface TransportOptions {
  readonly system: string;
  /** Absolute URL that all paths are appended to. */
  readonly baseUrl: string;
  /** Milliseconds to wait for the head of an answer, and between two parts of its body. */
  readonly timeoutMs: number;
  /** The most connections at once. */
  readonly concurrency: number;
  /** Learns from every answer what is left of the system's quota. */
  readonly quota: Quota;
  readonly log: Logger;
}

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** Exchanges requests and answers with one system over its own connection pool; each exchange is observable (`restExchanges`). */
export class Transport {
  readonly #options: TransportOptions;
  readonly #pool: Pool;
  readonly #basePath: string;

  constructor(options: TransportOptions) {
    const { baseUrl, concurrency, timeoutMs } = options;
    const url = new URL(baseUrl);
    this.#options = options;
    this.#basePath = url.pathname.replace(/\/$/, '');
    this.#pool = new Pool(url.origin, {
      connections: concurrency,
      pipelining: 1,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  /** Waits for running calls, then closes all connections. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  /**
   * Sends one request, conditional on `held` if there is one (RFC 9110, section 13.1.2), and reads the whole answer, whatever its status.
   * Throws UnavailableError if there was none, ContractError if it was larger than 32 MiB, and the call's own reason if that was aborted.
   */
  exchange(
    pending: PendingCall,
    authFields: Readonly<Record<string, string>>,
    held: HeldResponse | undefined,
  ): Promise<Exchanged> {
    const exchange: RestExchange = {
      system: this.#options.system,
      method: pending.request.method,
      path: withoutQuery(pending.request.path),
      requestId: pending.call.requestId,
      startedAt: performance.now(),
      fields: { ...callersTrace.getStore() },
      status: null,
      cutOff: null,
    };
    return restExchanges.tracePromise(() => this.#exchanged(pending, authFields, held, exchange), exchange);
  }

  async #exchanged(
    { request, target, call, signal }: PendingCall,
    authFields: Readonly<Record<string, string>>,
    held: HeldResponse | undefined,
    exchange: RestExchange,
  ): Promise<Exchanged> {
    const options: Dispatcher.RequestOptions = {
      method: request.method,
      path: this.#basePath + request.path,
      headers: {
        accept: 'application/json',
        // A cache between here and the system would answer with what it read before a change that is known here. Not `no-cache`: systems
        // built on Express or Koa then answer a conditional request in full (jshttp/fresh).
        'cache-control': 'max-age=0',
        'x-request-id': call.requestId,
        ...traceFields(exchange),
        ...authFields,
        ...(held ? { 'if-none-match': held.etag } : {}),
        ...(request.modifiedSince === undefined ? {} : { 'if-modified-since': request.modifiedSince }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    };
    try {
      const { statusCode: status, headers, body } = await this.#pool.request(options);
      exchange.status = status;
      this.#options.quota.heed(headers);
      const text = await body.text();
      const ms = Math.round(performance.now() - exchange.startedAt);
      this.#options.log.debug({ ...target, status, ms, requestId: call.requestId }, 'upstream call');
      const same = held && status === 304 ? revalidated(held, headers) : null;
      return { status, headers, text, same };
    } catch (cause) {
      if (signal.aborted) exchange.cutOff = call.signal.aborted ? 'called_off' : 'timed_out';
      call.signal.throwIfAborted();
      if (cause instanceof undici.ResponseExceededMaxSizeError) {
        throw new ContractError(target, `an answer of more than ${MAX_ANSWER_BYTES} bytes`, { cause });
      }
      // A request that never left this process is our own mistake, not the system's.
      if (cause instanceof undici.InvalidArgumentError) throw cause;
      throw new UnavailableError(target, errorText(cause), { cause });
    }
  }
}

/**
 * Picks the trace fields set by the caller's trace or by a subscriber, and no others: it must not be possible to give a call another
 * identity this way.
 */
function traceFields({ fields }: RestExchange): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const name of TRACE_FIELDS) {
    const value = fields[name];
    if (value !== undefined) sent[name] = value;
  }
  return sent;
}

function withoutQuery(path: string): string {
  const end = path.indexOf('?');
  return end < 0 ? path : path.slice(0, end);
}

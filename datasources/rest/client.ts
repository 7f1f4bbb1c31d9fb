import { Pool, errors as undici, type Dispatcher } from 'undici';
import type { Outcome } from '../errors.ts';
import type { Caller, Logger, Shared } from '../scope.ts';
import { CredentialsError, type Credentials } from './credentials/credentials.ts';
import { ContractError } from './errors/contract.ts';
import { RefusedError } from './errors/refused.ts';
import { UnauthorizedError } from './errors/unauthorized.ts';
import { UnavailableError } from './errors/unavailable.ts';
import type { CallInfo } from './errors/upstream-error.ts';
import { judge, type RawResponse, type RestResponse } from './judge.ts';
import { guardOf, type Guard, type PolicySettings } from './policies.ts';
import { queryString, type Query } from './query.ts';
import { toRefusal, type RefusalTable } from './refusal.ts';

/** Where a system is, who asks, and how patiently. */
export interface RestClientOptions extends PolicySettings {
  readonly system: string;
  /** Absolute URL that all paths are appended to. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** The most ids of a batch, and rows of a page, that the system takes. */
  readonly maxBatch: number;
  readonly log: Logger;
}

interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** Statuses from 400 on that the caller knows how to take. */
  readonly expected?: readonly number[];
}

/** 404 is told apart by callers; 409 and 422 are how systems say that the business refuses. */
const REFUSALS = [404, 409, 422] as const;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const IDENTITY_FAILURES = {
  unavailable: UnavailableError,
  refused: UnauthorizedError,
  nonsense: ContractError,
} as const;

/**
 * Speaks JSON over HTTP to one system, through a pool of its own. Every failure is an UpstreamError;
 * every success is parsed JSON, which the caller checks against the system's contract.
 */
export class RestClient {
  readonly system: string;
  readonly maxBatch: number;
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #credentials: Credentials;
  readonly #guard: Guard;
  readonly #log: Logger;

  constructor(options: RestClientOptions) {
    const url = new URL(options.baseUrl);
    this.system = options.system;
    this.maxBatch = options.maxBatch;
    this.#basePath = url.pathname.replace(/\/$/, '');
    this.#credentials = options.credentials;
    this.#guard = guardOf(options);
    this.#log = options.log;
    this.#pool = new Pool(url.origin, {
      connections: options.concurrency,
      pipelining: 1,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  /** Reads `path`; answers other than 2xx are errors. */
  get(path: string, query: Query, scope: Shared | Caller): Promise<RestResponse> {
    return this.#send({ method: 'GET', path: path + queryString(query) }, scope);
  }

  /** A read whose question is too long for a URL and travels as a body. */
  query(path: string, body: unknown, scope: Shared | Caller): Promise<RestResponse> {
    return this.#send({ method: 'POST', path, body }, scope);
  }

  /**
   * Writes under an idempotency key, which makes it safe to try again. A 404, 409 or 422 with problem details
   * (RFC 9457) whose code is in `refusals` is the business refusing; all other answers but 2xx are errors.
   */
  async write(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    write: { readonly idempotencyKey: string; readonly refusals: RefusalTable },
    scope: Caller,
  ): Promise<Outcome<unknown>> {
    const { idempotencyKey, refusals } = write;
    const request: RestRequest = { method, path, body, idempotencyKey, expected: REFUSALS };
    const { status, headers, body: answer } = await this.#send(request, scope);
    if (status < 400)
      return { ok: true, value: answer, replayed: headers['idempotency-replayed'] === 'true' };
    const refusal = toRefusal(answer, refusals);
    if (refusal) return { ok: false, refusal };
    throw new RefusedError({ system: this.system, method, path }, `status ${status} without a known reason`);
  }

  /** Lets running calls end, then closes all connections. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  #send(request: RestRequest, scope: Shared | Caller): Promise<RestResponse> {
    const call: CallInfo = { system: this.system, method: request.method, path: request.path };
    return this.#guard(call, scope.signal, async (signal) => {
      let identity = await this.#identity(call, signal);
      let answer = await this.#exchange(request, identity, call, scope, signal);
      if (answer.status === 401 && this.#credentials.renew(identity)) {
        identity = await this.#identity(call, signal);
        answer = await this.#exchange(request, identity, call, scope, signal);
      }
      return judge(answer, request.expected ?? [], identity, call);
    });
  }

  async #identity(call: CallInfo, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
    try {
      return await this.#credentials.headers(signal);
    } catch (cause) {
      if (!(cause instanceof CredentialsError)) throw cause;
      const failure = IDENTITY_FAILURES[cause.fault];
      throw new failure(call, `no identity could be had: ${cause.message}`, { cause });
    }
  }

  async #exchange(
    request: RestRequest,
    identity: Readonly<Record<string, string>>,
    call: CallInfo,
    scope: Shared | Caller,
    signal: AbortSignal,
  ): Promise<RawResponse> {
    const started = performance.now();
    const options: Dispatcher.RequestOptions = {
      method: request.method,
      path: this.#basePath + request.path,
      headers: {
        accept: 'application/json',
        'x-request-id': scope.requestId,
        ...identity,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    };
    try {
      const { statusCode: status, headers, body } = await this.#pool.request(options);
      const text = await body.text();
      const ms = Math.round(performance.now() - started);
      this.#log.debug({ ...call, status, ms, requestId: scope.requestId }, 'upstream call');
      scope.answered(headers, text.length);
      return { status, headers, text };
    } catch (cause) {
      scope.signal.throwIfAborted();
      if (cause instanceof undici.ResponseExceededMaxSizeError) {
        throw new ContractError(call, `an answer of more than ${MAX_ANSWER_BYTES} bytes`, { cause });
      }
      // What never left this process is our own mistake, not the system's.
      if (cause instanceof undici.InvalidArgumentError) throw cause;
      throw new UnavailableError(call, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }
}

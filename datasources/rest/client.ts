import { done, refused, type Outcome } from '../errors.ts';
import type { Caller, Shared } from '../scope.ts';
import type { Logger } from '../logger.ts';
import { CredentialsError, type Credentials } from './credentials/credentials.ts';
import { ContractError } from './errors/contract.ts';
import { QuotaLowError } from './errors/quota-low.ts';
import { RefusedError } from './errors/refused.ts';
import { UnauthorizedError } from './errors/unauthorized.ts';
import { UnavailableError } from './errors/unavailable.ts';
import type { CallTarget } from './errors/upstream-error.ts';
import { classifyResponse, type RestResponse } from './classify-response.ts';
import { CallPolicies, type CallStats, type PolicySettings } from './policies.ts';
import { Quota } from './quota.ts';
import { queryString, type Query } from './query.ts';
import { toRefusal, type RefusalTable } from './refusal.ts';
import { Transport, type PendingCall, type RestRequest } from './transport.ts';
import type { HeldResponse, Validators } from './validators.ts';

/** Where a system is, how to authenticate, and which limits apply. */
export interface RestClientOptions extends PolicySettings {
  readonly system: string;
  /** Absolute URL that all paths are appended to. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** The maximum number of ids in a batch, and of rows in a page, that the system accepts. */
  readonly maxBatch: number;
  /** Held answers, which are revalidated with conditional requests; if they have no capacity, every answer is requested in full. */
  readonly validators: Validators;
  readonly log: Logger;
}

/** Statistics of a system's calls since the start. */
export interface ClientStats extends CallStats {
  /** Calls that were not sent because too little of the system's quota was left. */
  readonly spared: number;
}

/** The system's answer, and its size in characters, or the size it would have had. */
interface SizedResponse {
  readonly response: RestResponse;
  readonly bytes: number;
}

/** Callers handle 404 separately; with 409 and 422, systems report that a business rule refused the request. */
const REFUSALS = [404, 409, 422] as const;
const CREDENTIALS_FAILURES = {
  unavailable: UnavailableError,
  refused: UnauthorizedError,
  invalid: ContractError,
} as const;

/**
 * Speaks JSON over HTTP to one system, through its own connection pool. Every failure is an UpstreamError; every success is parsed JSON,
 * which the caller checks against the system's contract.
 */
export class RestClient {
  readonly system: string;
  readonly maxBatch: number;
  readonly #transport: Transport;
  readonly #credentials: Credentials;
  readonly #policies: CallPolicies;
  readonly #validators: Validators;
  readonly #quota = new Quota();
  #spared = 0;

  constructor(options: RestClientOptions) {
    this.system = options.system;
    this.maxBatch = options.maxBatch;
    this.#credentials = options.credentials;
    this.#policies = new CallPolicies(options, options.system, options.log);
    this.#validators = options.validators;
    this.#transport = new Transport({ ...options, quota: this.#quota });
  }

  /** Reads `path`; answers other than 2xx are errors. */
  get(path: string, query: Query, call: Shared | Caller): Promise<RestResponse> {
    return this.#send({ method: 'GET', path: path + queryString(query), isRepeatable: true }, call);
  }

  /**
   * Reads what has changed in `path` since a time, for systems that use `If-Modified-Since` that way. Null if they report no changes (304).
   * It bypasses all validators: a system that supports both would use those alone (RFC 9110, section 13.2.2).
   */
  async modified(
    path: string,
    query: Query,
    since: string,
    call: Shared | Caller,
  ): Promise<RestResponse | null> {
    const request: RestRequest = {
      method: 'GET',
      path: path + queryString(query),
      isRepeatable: true,
      modifiedSince: since,
      expected: [304],
    };
    const response = await this.#send(request, call);
    return response.status === 304 ? null : response;
  }

  /** Performs a read whose query is too long for a URL and is sent as a body. */
  query(path: string, body: unknown, call: Shared | Caller): Promise<RestResponse> {
    return this.#send({ method: 'POST', path, body, isRepeatable: true }, call);
  }

  /**
   * Writes under an idempotency key, which makes retries safe; with null, for a system that does not support such keys, the write is sent
   * once and never retried, whatever its outcome. A 404, 409 or 422 with problem details (RFC 9457) whose code is in `refusals` is a
   * refusal by a business rule; all other answers except 2xx are errors.
   */
  async write(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    write: { readonly idempotencyKey: string | null; readonly refusals: RefusalTable },
    call: Caller,
  ): Promise<Outcome<unknown>> {
    const { idempotencyKey, refusals } = write;
    const key = idempotencyKey === null ? {} : { idempotencyKey };
    const request: RestRequest = {
      method,
      path,
      body,
      isRepeatable: idempotencyKey !== null,
      ...key,
      expected: REFUSALS,
    };
    const { status, headers, body: answer } = await this.#send(request, call);
    if (status < 400) return done(answer, headers['idempotency-replayed'] === 'true');
    const refusal = toRefusal(answer, refusals);
    if (refusal) return refused(refusal);
    throw new RefusedError({ system: this.system, method, path }, `status ${status} without a known reason`);
  }

  /** Drops all held answers, so that the next ones are sent in full, for callers that doubt the system's own validators. */
  forget(): void {
    this.#validators.clear();
  }

  /** Whether the system has failed so often that it is left alone for now. */
  get isCircuitOpen(): boolean {
    return this.#policies.isCircuitOpen;
  }

  /** Whether so little is left of the system's quota that background reads are not sent. */
  get isQuotaLow(): boolean {
    return this.#quota.waitMs('background') !== null;
  }

  /** Statistics of all calls since the start. */
  get stats(): ClientStats {
    return { ...this.#policies.stats, spared: this.#spared };
  }

  /** Waits for running calls, then closes all connections. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #send(request: RestRequest, call: Shared | Caller): Promise<RestResponse> {
    const { method, path } = request;
    const target: CallTarget = { system: this.system, method, path: withoutValues(path) };
    const waitMs = this.#quota.waitMs(call.purpose);
    if (waitMs !== null) {
      this.#spared += 1;
      throw new QuotaLowError(target, waitMs);
    }
    // Answers for a single caller are not held for others, nor requested with validators from others' reads.
    const isForAll = method === 'GET' && request.modifiedSince === undefined && call.audience === 'everyone';
    const send = async (signal: AbortSignal): Promise<RestResponse> => {
      const { generation } = this.#validators;
      const held = isForAll ? this.#validators.get(path) : undefined;
      const { response, bytes } = await this.#ask({ request, target, call, signal }, held);
      // Reported for the final answer only: earlier attempts that were retried say nothing about it.
      call.onResponse(response.headers, bytes);
      if (isForAll && generation === this.#validators.generation) {
        this.#validators.hold(path, response, bytes);
      }
      return response;
    };
    return this.#policies.run({ target, isRepeatable: request.isRepeatable, send }, call.signal);
  }

  /** Requests an answer; if one is held, with a conditional request, so that the system need not send it again if it is unchanged. */
  async #ask(pending: PendingCall, held: HeldResponse | undefined): Promise<SizedResponse> {
    let authFields = await this.#authFields(pending.target, pending.signal);
    let answer = await this.#transport.exchange(pending, authFields, held);
    if (answer.status === 401 && this.#credentials.renew(authFields)) {
      authFields = await this.#authFields(pending.target, pending.signal);
      answer = await this.#transport.exchange(pending, authFields, held);
    }
    if (answer.same) {
      const { headers, body, bytes } = answer.same;
      return { response: { status: 200, headers, body }, bytes };
    }
    // The 304 is about a different state from the one asked about: only the full answer helps.
    if (answer.status === 304 && held) return this.#ask(pending, undefined);
    const response = classifyResponse(answer, pending.request.expected ?? [], authFields, pending.target);
    return { response, bytes: answer.text.length };
  }

  async #authFields(target: CallTarget, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
    try {
      return await this.#credentials.headers(signal);
    } catch (cause) {
      if (!(cause instanceof CredentialsError)) throw cause;
      const failure = CREDENTIALS_FAILURES[cause.fault];
      throw new failure(target, `could not obtain credentials: ${cause.message}`, { cause });
    }
  }
}

/** Removes the values of a query so that the path may be logged: they may be addresses or names. */
function withoutValues(path: string): string {
  const end = path.indexOf('?');
  return end < 0 ? path : path.slice(0, end) + path.slice(end).replace(/=[^&]*/g, '=…');
}

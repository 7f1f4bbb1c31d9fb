import { hash } from 'node:crypto';
import { done, refused, type Outcome, type RefusalCode } from '../../datasources/errors.ts';
import type { Cursor } from '../event.ts';
import type { ChangeLog } from '../log.ts';
import { LogUnavailableError } from '../errors/log-unavailable.ts';
import { ALL_EVICTED_MS, untilAllEvicted } from '../until-all-evicted.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { InvalidCursorError } from '../errors/invalid-cursor.ts';
import { CursorExpiredError } from '../errors/cursor-expired.ts';
import type { Clock } from '../clock.ts';
import type { Endpoint, EndpointState, EndpointTerms, NewWebhook } from './endpoint.ts';
import { testMessage } from './message.ts';
import { newSecret, rotated } from './secrets.ts';
import type { Sender, SendResult } from './sender.ts';
import type { WebhookStore } from './store.ts';
import type { TargetGuard } from './target/guard.ts';

/** The dependencies of {@link EndpointAdmin}. */
export interface EndpointAdminParts {
  readonly log: Pick<ChangeLog, 'newest' | 'read' | 'replicas'>;
  readonly store: WebhookStore;
  readonly guard: TargetGuard;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly maxEndpoints: number;
  /** Called when an endpoint has been changed. */
  readonly changed: () => void;
}

/** How often a conflicting update is retried: of two concurrent updates of one endpoint, the second fails its version check. */
const MAX_TRIES = 5;
/** The caller waits for the outcome of a test, and the operation times out after 10 seconds by default. */
const TEST_MS = 8_000;

/** Manages endpoints on behalf of operators. */
export class EndpointAdmin {
  readonly #parts: EndpointAdminParts;
  readonly #closing = new AbortController();
  readonly #tests = new Set<Promise<unknown>>();

  constructor(parts: EndpointAdminParts) {
    this.#parts = parts;
  }

  /** Creates an endpoint that receives changes from now on, or finds the one that an earlier call with the same key created. */
  async create({ key, url, description, filter }: NewWebhook): Promise<Outcome<Endpoint>> {
    const { store, log, clock, maxEndpoints } = this.#parts;
    const id = idOf(key);
    const known = await store.endpoint(id);
    if (known) return done(known, true);
    const fault = await this.#parts.guard.faultOf(url);
    if (fault !== null) return refusedFor('INVALID', 'url', fault);
    const terms = { url, description, filter, secrets: { current: newSecret(), former: [] } };
    const taken = await log.newest();
    // Whoever creates it reads the data next, from any replica, and is sent only what changes later.
    await unlessAborted(untilAllEvicted(log, taken), AbortSignal.timeout(ALL_EVICTED_MS)).catch(
      (error: unknown) => {
        throw new LogUnavailableError(error);
      },
    );
    const endpoint = { id, createdAt: clock.now(), terms, taken };
    const created = await store.create(endpoint, maxEndpoints);
    if (created === 'full') {
      return refusedFor(
        'REFUSED',
        null,
        `There are ${maxEndpoints} endpoints already. Delete one, or raise WEBHOOKS_MAX_ENDPOINTS.`,
      );
    }
    return this.#changed(id, true, created !== 'created');
  }

  /** Updates the given properties. */
  async update(id: string, changes: Partial<Omit<NewWebhook, 'key'>>): Promise<Outcome<Endpoint>> {
    if (changes.url !== undefined) {
      const fault = await this.#parts.guard.faultOf(changes.url);
      if (fault !== null) return refusedFor('INVALID', 'url', fault);
    }
    return this.#amend(id, (terms) => ({ ...terms, ...changes }));
  }

  /** Pauses an endpoint. */
  pause(id: string): Promise<Outcome<Endpoint>> {
    return this.#setState(id, { is: 'paused', since: this.#parts.clock.now() });
  }

  /** Resumes an endpoint and makes its pending deliveries due immediately; with `retryFailed`, also those that failed for good. */
  async resume(id: string, retryFailed: boolean): Promise<Outcome<Endpoint>> {
    await this.#parts.store.revive(id, retryFailed);
    return this.#setState(id, { is: 'active', since: this.#parts.clock.now() });
  }

  /** Replaces the secret; the previous one keeps signing for a day. */
  rotate(id: string): Promise<Outcome<Endpoint>> {
    return this.#amend(id, (terms) => {
      const secrets = rotated(terms.secrets, this.#parts.clock.now());
      return secrets && { ...terms, secrets };
    });
  }

  /** Moves an endpoint back to a cursor, so that everything after it is sent again. */
  async replay(id: string, from: Cursor): Promise<Outcome<Endpoint>> {
    try {
      await this.#parts.log.read(from, 1);
    } catch (error) {
      if (error instanceof CursorExpiredError) return refusedFor('CURSOR_EXPIRED', 'from', error.message);
      if (error instanceof InvalidCursorError) return refusedFor('INVALID', 'from', error.message);
      throw error;
    }
    return this.#changed(id, await this.#parts.store.rewind(id, from));
  }

  /** Deletes an endpoint and its deliveries. */
  async remove(id: string): Promise<Outcome<string>> {
    const isThere = await this.#parts.store.remove(id);
    this.#parts.changed();
    return isThere ? done(id) : notFound(id);
  }

  /** Sends a test message immediately, whatever the endpoint's state. */
  async test(id: string): Promise<Outcome<SendResult>> {
    const endpoint = await this.#parts.store.endpoint(id);
    if (!endpoint) return notFound(id);
    const message = testMessage(this.#parts.clock.now());
    const sending = this.#parts.sender.send(endpoint.terms, message, this.#closing.signal, TEST_MS);
    this.#tests.add(sending);
    const sent = await sending.finally(() => this.#tests.delete(sending));
    return sent ? done(sent) : refusedFor('REFUSED', null, 'The gateway is closing. Try another.');
  }

  /** Aborts tests in progress. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#tests);
  }

  async #setState(id: string, state: EndpointState): Promise<Outcome<Endpoint>> {
    return this.#changed(id, await this.#parts.store.turn(id, state));
  }

  /** `amended` returns null for a change that is not allowed. */
  async #amend(
    id: string,
    amended: (terms: EndpointTerms) => EndpointTerms | null,
  ): Promise<Outcome<Endpoint>> {
    for (let round = 0; round < MAX_TRIES; round += 1) {
      const endpoint = await this.#parts.store.endpoint(id);
      if (!endpoint) return notFound(id);
      const terms = amended(endpoint.terms);
      if (!terms)
        return refusedFor(
          'REFUSED',
          null,
          'Its secret was rotated four times within a day. Wait until one has run out.',
        );
      if (await this.#parts.store.amend(id, endpoint.version, terms)) return this.#changed(id, true);
    }
    return refusedFor('REFUSED', null, 'Others change this endpoint all the time. Try again.');
  }

  async #changed(id: string, isThere: boolean, replayed = false): Promise<Outcome<Endpoint>> {
    this.#parts.changed();
    const endpoint = isThere ? await this.#parts.store.endpoint(id) : null;
    return endpoint ? done(endpoint, replayed) : notFound(id);
  }
}

/** Derives the endpoint's id from the key, so that a repeated call finds the same endpoint. */
function idOf(key: string): string {
  return `wh_${hash('sha256', `webhook ${key}`, 'base64url').slice(0, 22)}`;
}

function refusedFor(code: RefusalCode, field: 'url' | 'id' | 'from' | null, message: string): Outcome<never> {
  return refused({ code, field: field === null ? [] : [field], message });
}

function notFound(id: string): Outcome<never> {
  return refusedFor('NOT_FOUND', 'id', `There is no webhook "${id.slice(0, 60)}".`);
}

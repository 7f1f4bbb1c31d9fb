import { createHash } from 'node:crypto';
import type { Cursor } from '../event.ts';
import { CursorExpiredError, InvalidCursorError, type ChangeLog } from '../log.ts';
import type { Clock } from './clock.ts';
import type { Endpoint, EndpointState, EndpointTerms, NewWebhook } from './endpoint.ts';
import { testMessage } from './message.ts';
import { newSecret, rotated } from './secrets.ts';
import type { Sender, Sent } from './sender.ts';
import type { WebhookStore } from './store.ts';
import type { TargetGuard } from './target/guard.ts';

/** Why something was not done with an endpoint. */
export interface Refused {
  readonly code: 'NOT_FOUND' | 'INVALID' | 'CURSOR_EXPIRED' | 'REFUSED';
  /** The argument at fault; null where it is none of them. */
  readonly field: 'url' | 'id' | 'from' | null;
  readonly message: string;
}

/** What came of something that was to be done with an endpoint. */
export type Done<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refused };

/** What the desk works with. */
export interface DeskParts {
  readonly log: Pick<ChangeLog, 'newest' | 'read'>;
  readonly store: WebhookStore;
  readonly guard: TargetGuard;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly maxEndpoints: number;
  /** Told that something was done with an endpoint. */
  readonly changed: () => void;
}

/** Two people who change one endpoint at once: one of them goes second, and finds out by its version. */
const MOST_ROUNDS = 5;
/** Somebody waits for the outcome of a test, whose operation may take 10 seconds unless set otherwise. */
const TEST_MS = 8_000;

/** Where people say which endpoints there are and what becomes of them. */
export class Desk {
  readonly #parts: DeskParts;
  readonly #closing = new AbortController();
  readonly #tests = new Set<Promise<unknown>>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  async create({
    key,
    url,
    description,
    filter,
  }: NewWebhook): Promise<Done<{ endpoint: Endpoint; isNew: boolean }>> {
    const { store, log, clock, maxEndpoints } = this.#parts;
    const id = idOf(key);
    const known = await store.endpoint(id);
    if (known) return done({ endpoint: known, isNew: false });
    const fault = await this.#parts.guard.faultOf(url);
    if (fault !== null) return refused('INVALID', 'url', fault);
    const terms = { url, description, filter, secrets: { current: newSecret(), former: [] } };
    const endpoint = { id, createdAt: clock.now(), terms, taken: await log.newest() };
    const created = await store.create(endpoint, maxEndpoints);
    if (created === 'full') {
      return refused(
        'REFUSED',
        null,
        `There are ${maxEndpoints} endpoints already. Delete one, or raise WEBHOOKS_MAX_ENDPOINTS.`,
      );
    }
    const isNew = created === 'created';
    return mapDone(await this.#changed(id, true), (found) => ({ endpoint: found, isNew }));
  }

  async update(id: string, changes: Partial<Omit<NewWebhook, 'key'>>): Promise<Done<Endpoint>> {
    if (changes.url !== undefined) {
      const fault = await this.#parts.guard.faultOf(changes.url);
      if (fault !== null) return refused('INVALID', 'url', fault);
    }
    return this.#amend(id, (terms) => ({ ...terms, ...changes }));
  }

  pause(id: string): Promise<Done<Endpoint>> {
    return this.#turn(id, { is: 'paused', since: this.#parts.clock.now() });
  }

  async resume(id: string, retryFailed: boolean): Promise<Done<Endpoint>> {
    await this.#parts.store.revive(id, retryFailed);
    return this.#turn(id, { is: 'active', since: this.#parts.clock.now() });
  }

  rotate(id: string): Promise<Done<Endpoint>> {
    return this.#amend(id, (terms) => {
      const secrets = rotated(terms.secrets, this.#parts.clock.now());
      return secrets && { ...terms, secrets };
    });
  }

  async replay(id: string, from: Cursor): Promise<Done<Endpoint>> {
    try {
      await this.#parts.log.read(from, 1);
    } catch (error) {
      if (error instanceof CursorExpiredError) return refused('CURSOR_EXPIRED', 'from', error.message);
      if (error instanceof InvalidCursorError) return refused('INVALID', 'from', error.message);
      throw error;
    }
    return this.#changed(id, await this.#parts.store.rewind(id, from));
  }

  async remove(id: string): Promise<Done<string>> {
    const isThere = await this.#parts.store.remove(id);
    this.#parts.changed();
    return isThere ? done(id) : notFound(id);
  }

  async test(id: string): Promise<Done<Sent>> {
    const endpoint = await this.#parts.store.endpoint(id);
    if (!endpoint) return notFound(id);
    const message = testMessage(this.#parts.clock.now());
    const sending = this.#parts.sender.send(endpoint.terms, message, this.#closing.signal, TEST_MS);
    this.#tests.add(sending);
    const sent = await sending.finally(() => this.#tests.delete(sending));
    return sent ? done(sent) : refused('REFUSED', null, 'The gateway is closing. Try another.');
  }

  /** Ends tests that are under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#tests);
  }

  async #turn(id: string, state: EndpointState): Promise<Done<Endpoint>> {
    return this.#changed(id, await this.#parts.store.turn(id, state));
  }

  /** `amended` gives null for what may not be. */
  async #amend(id: string, amended: (terms: EndpointTerms) => EndpointTerms | null): Promise<Done<Endpoint>> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const endpoint = await this.#parts.store.endpoint(id);
      if (!endpoint) return notFound(id);
      const terms = amended(endpoint.terms);
      if (!terms)
        return refused(
          'REFUSED',
          null,
          'Its secret was rotated four times within a day. Wait until one has run out.',
        );
      if (await this.#parts.store.amend(id, endpoint.version, terms)) return this.#changed(id, true);
    }
    return refused('REFUSED', null, 'Others change this endpoint all the time. Try again.');
  }

  async #changed(id: string, isThere: boolean): Promise<Done<Endpoint>> {
    this.#parts.changed();
    const endpoint = isThere ? await this.#parts.store.endpoint(id) : null;
    return endpoint ? done(endpoint) : notFound(id);
  }
}

/** A repeated call comes to the same endpoint. */
function idOf(key: string): string {
  return `wh_${createHash('sha256').update(`webhook ${key}`).digest('base64url').slice(0, 22)}`;
}

function done<T>(value: T): Done<T> {
  return { ok: true, value };
}

function mapDone<T, U>(from: Done<T>, map: (value: T) => U): Done<U> {
  return from.ok ? done(map(from.value)) : from;
}

function refused(code: Refused['code'], field: Refused['field'], message: string): Done<never> {
  return { ok: false, refused: { code, field, message } };
}

function notFound(id: string): Done<never> {
  return refused('NOT_FOUND', 'id', `There is no webhook "${id.slice(0, 60)}".`);
}

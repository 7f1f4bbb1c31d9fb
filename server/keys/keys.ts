import { done, refused, type Outcome, type Refusal } from '../../datasources/errors.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { KeyConfig, KeyAdmin, KeyWithSecret, KeyView } from '../../resolvers/key/admin.ts';
import { Mirror } from '../register/mirror.ts';
import { RegisterUnavailableError, type Register } from '../register/register.ts';
import { LastUses } from './last-uses.ts';
import { recordIn, keyStateOf, type KeyRecord, type KeySecret } from './record.ts';
import { keyReused, noRoom, notActive, notFound, refusalOf } from './refusals.ts';
import { digestOf, idInKey, isSameDigest, keyIdOf, newSecret } from './secret.ts';

/** Dependencies of {@link ApiKeys}. */
export interface ApiKeysParts {
  readonly register: Register;
  readonly log: Logger;
  /** All existing scopes, by name. */
  readonly scopes: readonly string[];
  /** The digest of the operator key from the settings, which is used to create the other keys; null for none. */
  readonly operator: string | null;
  /** Milliseconds for which keys are accepted while the register is unavailable and nobody can tell whether they were revoked. */
  readonly staleMs: number;
  /** The current time in milliseconds since 1970; by default, the system clock. */
  readonly now?: () => number;
  /** Milliseconds between two checks for changes by other replicas. */
  readonly pollMs?: number;
}

/** The holder of a presented key. */
export interface KeyHolder extends Pick<KeyRecord, 'name' | 'scopes' | 'customer'> {
  readonly id: string;
  /** `digestOf` the presented key. */
  readonly digest: string;
  /** When the presented secret ends, as far as known now, in milliseconds since 1970; null if it has no end. */
  readonly expiresAt: number | null;
}

/** The result of checking a key. */
export type Checked =
  | { readonly is: 'good'; readonly holder: KeyHolder }
  /** Not a key, or no longer valid. */
  | { readonly is: 'bad' }
  /** Cannot be determined at present. */
  | { readonly is: 'unknown' };

/** Enough for a company's services, with room for customers that have keys of their own. */
const MAX_KEYS = 10_000;
/** Both secrets of a rotation in progress, plus one of a hasty second rotation. */
const MAX_SECRETS = 3;
/** How long keys that have ended are listed, in case somebody asks what became of them, if there is room. */
const LISTED_MS = 90 * 86_400_000;
const MAX_ATTEMPTS = 5;

/** The keys by which services authenticate (docs/api-keys.md). Checking a key takes no I/O, because all keys are in memory. */
export class ApiKeys implements KeyAdmin {
  readonly scopes: readonly string[];
  readonly #register: Register;
  readonly #mirror: Mirror<KeyRecord>;
  readonly #uses: LastUses;
  readonly #operator: string | null;
  readonly #staleMs: number;
  readonly #now: () => number;

  constructor({ register, log, scopes, operator, staleMs, now = Date.now, pollMs }: ApiKeysParts) {
    this.scopes = scopes;
    this.#register = register;
    this.#mirror = new Mirror({
      register,
      parse: recordIn,
      log,
      ...(pollMs === undefined ? {} : { pollMs }),
    });
    this.#uses = new LastUses(register, log);
    this.#operator = operator;
    this.#staleMs = staleMs;
    this.#now = now;
  }

  /** Reads the keys, and then follows changes by other replicas. Never throws. */
  start(): Promise<void> {
    return this.#mirror.start();
  }

  /** Whether there are no keys at all, as far as known. */
  get isEmpty(): boolean {
    return this.#operator === null && this.#mirror.entries.size === 0;
  }

  /** Whether the keys have been read at all. */
  get isRead(): boolean {
    return this.#mirror.unconfirmedMs < Infinity;
  }

  /** Checks a key, synchronously. */
  check(key: string): Checked {
    const id = idInKey(key);
    if (id === null) return { is: 'bad' };
    const digest = digestOf(key);
    const operator = this.#operatorOf(id, digest);
    if (operator) return { is: 'good', holder: operator };
    if (this.#mirror.unconfirmedMs > this.#staleMs) return { is: 'unknown' };
    const holder = this.#registeredHolderOf(id, digest);
    if (!holder) return { is: 'bad' };
    this.#uses.note(id, this.#now());
    return { is: 'good', holder };
  }

  /** The holder of the key with this id and digest; null if it is no longer valid, or has been unverifiable for too long. */
  holderOf(id: string, digest: string): KeyHolder | null {
    const operator = this.#operatorOf(id, digest);
    if (operator) return operator;
    return this.#mirror.unconfirmedMs > this.#staleMs ? null : this.#registeredHolderOf(id, digest);
  }

  #operatorOf(id: string, digest: string): KeyHolder | null {
    if (this.#operator === null || !isSameDigest(this.#operator, digest)) return null;
    return { id, digest, name: 'operator', scopes: ['admin'], customer: null, expiresAt: null };
  }

  #registeredHolderOf(id: string, digest: string): KeyHolder | null {
    const record = this.#mirror.entries.get(id);
    const secret = record && secretIn(record, digest, this.#now());
    if (!secret) return null;
    const { name, scopes, customer } = record;
    return { id, digest, name, scopes, customer, expiresAt: endOf(record, secret) };
  }

  /**
   * Calls back after each change of keys, here or in another replica, and while the register is unavailable. Returns a function that stops
   * this.
   */
  listen(changed: () => void): () => void {
    return this.#mirror.listen(changed);
  }

  async list(): Promise<readonly KeyView[]> {
    const [records, uses] = await Promise.all([this.#records(), this.#uses.all()]);
    const all = [...records].map(([id, record]) => this.#seen(id, record, uses));
    return all.toSorted((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1));
  }

  async find(id: string): Promise<KeyView | null> {
    return (await this.list()).find((key) => key.id === id) ?? null;
  }

  async create({
    idempotencyKey,
    ...asked
  }: KeyConfig & { readonly idempotencyKey: string }): Promise<Outcome<KeyWithSecret>> {
    const now = this.#now();
    const refusal = refusalOf(asked, now);
    if (refusal) return refused(refusal);
    const id = keyIdOf(idempotencyKey);
    await this.#makeRoom(id, now);
    const secret = newSecret(id);
    const secrets = [{ digest: digestOf(secret), createdAt: now, until: null }];
    const record: KeyRecord = { ...asked, createdAt: now, revokedAt: null, secrets };
    const hasRoom = await this.#register.add(new Map([[id, JSON.stringify(record)]]), MAX_KEYS);
    if (!hasRoom) return refused(noRoom(MAX_KEYS));
    const key = await this.#shown(id);
    const found = this.#mirror.entries.get(id);
    const isNew = found?.secrets.some(({ digest }) => digest === digestOf(secret)) ?? false;
    if (!isNew && found && !isSameRequest(found, asked)) return refused(keyReused());
    return done({ key, secret: isNew ? secret : null }, !isNew);
  }

  async rotate(id: string, graceMs: number): Promise<Outcome<KeyWithSecret>> {
    const secret = newSecret(id);
    const outcome = await this.#amend(id, (record, now) => {
      if (keyStateOf(record, now) !== 'active') return notActive(id, keyStateOf(record, now));
      const former = record.secrets.flatMap((one) => {
        // A hasty rotation is meant to end older secrets as well; no rotation extends the life of a secret.
        const until = Math.min(one.until ?? Infinity, now + graceMs);
        return until > now ? [{ ...one, until }] : [];
      });
      const current: KeySecret = { digest: digestOf(secret), createdAt: now, until: null };
      return { ...record, secrets: [current, ...former].slice(0, MAX_SECRETS) };
    });
    return outcome.ok ? done({ key: outcome.value, secret }) : outcome;
  }

  revoke(id: string): Promise<Outcome<KeyView>> {
    return this.#amend(id, (record, now) => {
      return { ...record, secrets: [], revokedAt: record.revokedAt ?? now };
    });
  }

  /** Stops following changes, and writes the last uses. */
  async close(): Promise<void> {
    this.#mirror.close();
    await this.#uses.close();
  }

  /** Of two concurrent changes to one key, the second starts over from the result of the first. */
  async #amend(
    id: string,
    change: (record: KeyRecord, now: number) => KeyRecord | Refusal,
  ): Promise<Outcome<KeyView>> {
    for (let round = 0; round < MAX_ATTEMPTS; round += 1) {
      const before = (await this.#register.read()).entries.get(id);
      const record = before === undefined ? null : recordIn(before);
      if (before === undefined || !record) return refused(notFound(id));
      const after = change(record, this.#now());
      if ('code' in after) return refused(after);
      if (await this.#register.replace(id, before, JSON.stringify(after))) return done(await this.#shown(id));
    }
    throw new RegisterUnavailableError(new Error('others change the same key all the time'));
  }

  async #records(): Promise<ReadonlyMap<string, KeyRecord>> {
    await this.#mirror.refresh();
    return this.#mirror.entries;
  }

  async #shown(id: string): Promise<KeyView> {
    const record = (await this.#records()).get(id);
    if (!record) throw new RegisterUnavailableError(new Error('what was just written is not there'));
    return this.#seen(id, record, await this.#uses.all());
  }

  #seen(id: string, record: KeyRecord, uses: ReadonlyMap<string, number>): KeyView {
    const { secrets, ...said } = record;
    const now = this.#now();
    const [current, ...former] = secrets;
    return {
      ...said,
      id,
      state: keyStateOf(record, now),
      rotatedAt: current && current.createdAt > record.createdAt ? current.createdAt : null,
      formerUntil: former.map(({ until }) => until ?? 0).find((until) => until > now) ?? null,
      lastUsedAt: uses.get(id) ?? null,
    };
  }

  /**
   * Removes keys that ended long ago and, if there is still no room for another, those that ended first: keys that have ended must not
   * block new ones.
   */
  async #makeRoom(id: string, now: number): Promise<void> {
    const records = await this.#records();
    const ended = [...records]
      .map(([ended, record]) => ({ id: ended, at: endedAt(record) }))
      .filter(({ at }) => at <= now)
      .toSorted((one, other) => one.at - other.at);
    const tooMany = records.has(id) ? 0 : records.size + 1 - MAX_KEYS;
    const old = ended.filter(({ at }, place) => at < now - LISTED_MS || place < tooMany);
    if (old.length > 0) await this.#register.remove(old.map((key) => key.id));
  }
}

/** When a key ended or will end, in milliseconds since 1970; Infinity if it has no end. */
function endedAt({ revokedAt, expiresAt }: KeyRecord): number {
  return Math.min(revokedAt ?? Infinity, expiresAt ?? Infinity);
}

/** Whether a key was created by an identical request. */
function isSameRequest(record: KeyRecord, asked: KeyConfig): boolean {
  const said = ({ name, scopes, customer, expiresAt }: KeyConfig) =>
    JSON.stringify([name, scopes.toSorted(), customer, expiresAt]);
  return said(record) === said(asked);
}

/** Compares with all secrets, so that timing does not reveal which one matched. */
function secretIn(record: KeyRecord, digest: string, now: number): KeySecret | undefined {
  const found = record.secrets.filter((secret) => isSameDigest(secret.digest, digest));
  if (keyStateOf(record, now) !== 'active') return undefined;
  return found.find(({ until }) => until === null || until > now);
}

function endOf({ expiresAt }: KeyRecord, { until }: KeySecret): number | null {
  const end = Math.min(expiresAt ?? Infinity, until ?? Infinity);
  return end === Infinity ? null : end;
}

import type { Outcome, Refusal } from '../../datasources/errors.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { AskedKey, KeyAdmin, KeyWithSecret, SeenKey } from '../../resolvers/key/admin.ts';
import { Mirror } from '../register/mirror.ts';
import { RegisterUnavailableError, type Register } from '../register/register.ts';
import { LastUses } from './last-uses.ts';
import { recordIn, stateOf, type KeyRecord, type KeySecret } from './record.ts';
import { keyReused, noRoom, notActive, notFound, refusalOf } from './refusals.ts';
import { digestOf, idInKey, isSameDigest, keyIdOf, newSecret } from './secret.ts';

/** What API keys are opened with. */
export interface ApiKeysOptions {
  readonly register: Register;
  readonly log: Logger;
  /** The scopes that there are, by name. */
  readonly scopes: readonly string[];
  /** The digest of a key that settings give to operators, which makes the first of the others; null for none. */
  readonly operator: string | null;
  /** Milliseconds for which keys are believed that nobody can say of whether they have been revoked, as the register is away. */
  readonly staleMs: number;
  /** What time it is, in milliseconds since 1970; the system's clock where not given. */
  readonly now?: () => number;
  /** Milliseconds between two looks at what other replicas have changed. */
  readonly pollMs?: number;
}

/** Who has presented a key. */
export interface KeyHolder extends Pick<KeyRecord, 'name' | 'scopes' | 'customer'> {
  readonly id: string;
  /** `digestOf` what was presented. */
  readonly digest: string;
  /** When what was presented ends, as far as is known now, in milliseconds since 1970; null where that is not known. */
  readonly expiresAt: number | null;
}

/** What came of a look at a key. */
export type Checked =
  | { readonly is: 'good'; readonly holder: KeyHolder }
  /** It is none, or no more. */
  | { readonly is: 'bad' }
  /** Nobody can say at present. */
  | { readonly is: 'unknown' };

/** As many keys as a company has services, and room for each customer that has one of her own. */
const MOST_KEYS = 10_000;
/** Both halves of a rotation under way, and one that was done in haste. */
const MOST_SECRETS = 3;
/** Keys that have ended are shown for as long as somebody may ask what became of them, and there is room. */
const SHOWN_MS = 90 * 86_400_000;
const MOST_ROUNDS = 5;

/** The keys by which services say who they are (docs/api-keys.md). A look at a key asks nobody: all of them are in memory. */
export class ApiKeys implements KeyAdmin {
  readonly scopes: readonly string[];
  readonly #register: Register;
  readonly #mirror: Mirror<KeyRecord>;
  readonly #uses: LastUses;
  readonly #operator: string | null;
  readonly #staleMs: number;
  readonly #now: () => number;

  constructor({ register, log, scopes, operator, staleMs, now = Date.now, pollMs }: ApiKeysOptions) {
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

  /** Reads them, and follows what other replicas change. Never throws. */
  start(): Promise<void> {
    return this.#mirror.start();
  }

  /** Whether nobody at all has one, as far as is known. */
  get isEmpty(): boolean {
    return this.#operator === null && this.#mirror.entries.size === 0;
  }

  /** Whether they could be read at all. */
  get isRead(): boolean {
    return this.#mirror.unconfirmedMs < Infinity;
  }

  /** Whose key this is, at once. */
  check(key: string): Checked {
    const id = idInKey(key);
    if (id === null) return { is: 'bad' };
    const digest = digestOf(key);
    const isOperators = this.#operator !== null && isSameDigest(this.#operator, digest);
    if (!isOperators && this.#mirror.unconfirmedMs > this.#staleMs) return { is: 'unknown' };
    const holder = this.holderOf(id, digest);
    if (!holder) return { is: 'bad' };
    if (!isOperators) this.#uses.note(id, this.#now());
    return { is: 'good', holder };
  }

  /** Whose key has this id and digest; null where it is nobody's any more, or where nobody has known that for too long. */
  holderOf(id: string, digest: string): KeyHolder | null {
    if (this.#operator !== null && isSameDigest(this.#operator, digest))
      return { id, digest, name: 'operator', scopes: ['admin'], customer: null, expiresAt: null };
    if (this.#mirror.unconfirmedMs > this.#staleMs) return null;
    const record = this.#mirror.entries.get(id);
    const secret = record && secretIn(record, digest, this.#now());
    if (!secret) return null;
    const { name, scopes, customer } = record;
    return { id, digest, name, scopes, customer, expiresAt: endOf(record, secret) };
  }

  /** Calls back after each change of keys, here or in another replica, and while they cannot be looked up. Gives what ends that. */
  listen(changed: () => void): () => void {
    return this.#mirror.listen(changed);
  }

  async list(): Promise<readonly SeenKey[]> {
    const [records, uses] = await Promise.all([this.#records(), this.#uses.all()]);
    const all = [...records].map(([id, record]) => this.#seen(id, record, uses));
    return all.toSorted((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1));
  }

  async find(id: string): Promise<SeenKey | null> {
    return (await this.list()).find((key) => key.id === id) ?? null;
  }

  async create({ idempotencyKey, ...asked }: AskedKey & { readonly idempotencyKey: string }) {
    const now = this.#now();
    const refusal = refusalOf(asked, now);
    if (refusal) return refused<KeyWithSecret>(refusal);
    const id = keyIdOf(idempotencyKey);
    await this.#makeRoom(id, now);
    const secret = newSecret(id);
    const secrets = [{ digest: digestOf(secret), createdAt: now, until: null }];
    const record: KeyRecord = { ...asked, createdAt: now, revokedAt: null, secrets };
    const hasRoom = await this.#register.add(new Map([[id, JSON.stringify(record)]]), MOST_KEYS);
    if (!hasRoom) return refused<KeyWithSecret>(noRoom(MOST_KEYS));
    const key = await this.#shown(id);
    const found = this.#mirror.entries.get(id);
    const isNew = found?.secrets.some(({ digest }) => digest === digestOf(secret)) ?? false;
    if (!isNew && found && !isSameRequest(found, asked)) return refused<KeyWithSecret>(keyReused());
    return done({ key, secret: isNew ? secret : null }, !isNew);
  }

  async rotate(id: string, graceMs: number): Promise<Outcome<KeyWithSecret>> {
    const secret = newSecret(id);
    const outcome = await this.#amend(id, (record, now) => {
      if (stateOf(record, now) !== 'active') return notActive(id, stateOf(record, now));
      const former = record.secrets.flatMap((one) => {
        // Whoever rotates in haste means older secrets as well; no rotation gives one more time than it had.
        const until = Math.min(one.until ?? Infinity, now + graceMs);
        return until > now ? [{ ...one, until }] : [];
      });
      const current: KeySecret = { digest: digestOf(secret), createdAt: now, until: null };
      return { ...record, secrets: [current, ...former].slice(0, MOST_SECRETS) };
    });
    return outcome.ok ? done({ key: outcome.value, secret }) : outcome;
  }

  revoke(id: string): Promise<Outcome<SeenKey>> {
    return this.#amend(id, (record, now) => {
      return { ...record, secrets: [], revokedAt: record.revokedAt ?? now };
    });
  }

  /** Ends following, and notes the last uses. */
  async close(): Promise<void> {
    this.#mirror.close();
    await this.#uses.close();
  }

  /** Two people who change one key at once: one of them goes second, and finds out by what is there. */
  async #amend(
    id: string,
    change: (record: KeyRecord, now: number) => KeyRecord | Refusal,
  ): Promise<Outcome<SeenKey>> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
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

  async #shown(id: string): Promise<SeenKey> {
    const record = (await this.#records()).get(id);
    if (!record) throw new RegisterUnavailableError(new Error('what was just written is not there'));
    return this.#seen(id, record, await this.#uses.all());
  }

  #seen(id: string, record: KeyRecord, uses: ReadonlyMap<string, number>): SeenKey {
    const { secrets, ...said } = record;
    const now = this.#now();
    const [current, ...former] = secrets;
    return {
      ...said,
      id,
      state: stateOf(record, now),
      rotatedAt: current && current.createdAt > record.createdAt ? current.createdAt : null,
      formerUntil: former.map(({ until }) => until ?? 0).find((until) => until > now) ?? null,
      lastUsedAt: uses.get(id) ?? null,
    };
  }

  /** Forgets what ended long ago, and where there is no room for another key, what ended first of the rest: a key that is over keeps nobody out. */
  async #makeRoom(id: string, now: number): Promise<void> {
    const records = await this.#records();
    const ended = [...records]
      .map(([ended, record]) => ({ id: ended, at: endedAt(record) }))
      .filter(({ at }) => at <= now)
      .toSorted((one, other) => one.at - other.at);
    const tooMany = records.has(id) ? 0 : records.size + 1 - MOST_KEYS;
    const old = ended.filter(({ at }, place) => at < now - SHOWN_MS || place < tooMany);
    if (old.length > 0) await this.#register.remove(old.map((key) => key.id));
  }
}

/** When a key ended or will, in milliseconds since 1970; Infinity for one without an end. */
function endedAt({ revokedAt, expiresAt }: KeyRecord): number {
  return Math.min(revokedAt ?? Infinity, expiresAt ?? Infinity);
}

/** Whether a key was made by a request that said the same. */
function isSameRequest(record: KeyRecord, asked: AskedKey): boolean {
  const said = ({ name, scopes, customer, expiresAt }: AskedKey) =>
    JSON.stringify([name, scopes.toSorted(), customer, expiresAt]);
  return said(record) === said(asked);
}

/** All are looked at, so that the time tells nothing of which it was. */
function secretIn(record: KeyRecord, digest: string, now: number): KeySecret | undefined {
  const found = record.secrets.filter((secret) => isSameDigest(secret.digest, digest));
  if (stateOf(record, now) !== 'active') return undefined;
  return found.find(({ until }) => until === null || until > now);
}

function endOf({ expiresAt }: KeyRecord, { until }: KeySecret): number | null {
  const end = Math.min(expiresAt ?? Infinity, until ?? Infinity);
  return end === Infinity ? null : end;
}

function done<T>(value: T, replayed = false): Outcome<T> {
  return { ok: true, value, replayed };
}

function refused<T>(refusal: Refusal): Outcome<T> {
  return { ok: false, refusal };
}

import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { request } from 'undici';
import type { Logger } from '../../../datasources/logger.ts';
import { basic } from '../../../datasources/rest/credentials/basic.ts';

/** Where keys come from. */
export interface KeySetParts {
  /** The URL of the issuer's keys (RFC 7517, section 5). */
  readonly url: string;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called with the thumbprints (RFC 7638) when the keys have changed: results based on the previous keys are no longer valid. */
  readonly changed: (thumbprints: ReadonlySet<string>) => void;
}

/** Keys are fetched at most once in this many milliseconds, however many tokens name an unknown key. */
const COOLDOWN_MS = 30_000;
/** After this time they are fetched again, even without tokens, so that a withdrawn key stops being accepted. */
const FRESH_MS = 300_000;
/** How long keys may be used while their issuer does not answer. */
const HARD_MS = 3_600_000;
/** The pause after a failure: 1 s, 2 s, 4 s and so on, up to {@link COOLDOWN_MS}. */
const FIRST_PAUSE_MS = 1_000;
const TIMEOUT_MS = 5_000;
const MAX_CHARS = 262_144;

/** The issuer's keys are unavailable, so tokens cannot be verified. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

type FindKey = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/**
 * The keys of an issuer, which may change them at any time. They are fetched when first needed, when no longer fresh (in the background, as
 * long as the current ones may be used), and when a token names an unknown key: at most once in 30 s, so that made-up names cost nothing.
 * After the first fetch they are kept fresh until the set is closed, so that long-lived operations end with the key they depend on even if
 * no other token arrives.
 */
export class KeySet {
  readonly #parts: KeySetParts;
  #find: FindKey | null = null;
  #lastText = '';
  #loadedAt = -Infinity;
  #lastAttemptAt = -Infinity;
  #failures = 0;
  #loading: Promise<void> | null = null;
  #next: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: KeySetParts) {
    this.#parts = parts;
  }

  /** The key of a token. Rejects with {@link KeysUnavailableError}, or with what jose throws if there is no such key. */
  readonly find: FindKey = async (header, token) => {
    await this.ready();
    try {
      return await this.#lookUp(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.#mayFetch()) throw error;
      await this.#load();
      return this.#lookUp(header, token);
    }
  };

  /** Waits for usable keys. Rejects with {@link KeysUnavailableError} if there are none. */
  async ready(): Promise<void> {
    if (this.touch()) return;
    await this.#load();
    if (!this.touch()) throw unavailable();
  }

  /** Whether the current keys may be used. Fetches new ones in the background if they are no longer fresh. */
  touch(): boolean {
    const age = this.#parts.now() - this.#loadedAt;
    if (age > HARD_MS) return false;
    if (age > FRESH_MS && this.#mayFetch()) this.#load().catch(() => undefined);
    return true;
  }

  /** Stops fetching keys on its own. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#next);
  }

  async #lookUp(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (this.#find === null) throw unavailable();
    return this.#find(header, token);
  }

  /** Whether the issuer may be contacted: not right after the last attempt, whatever its outcome. An attempt in progress is joined. */
  #mayFetch(): boolean {
    if (this.#loading) return true;
    const pause =
      this.#failures === 0 ? COOLDOWN_MS : Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), COOLDOWN_MS);
    return this.#parts.now() - this.#lastAttemptAt >= pause;
  }

  /** Schedules the next fetch, earlier if the last one failed. */
  #scheduleNext(): void {
    clearTimeout(this.#next);
    if (this.#isClosed) return;
    const ms = this.#failures === 0 ? FRESH_MS : COOLDOWN_MS;
    this.#next = setTimeout(() => {
      this.#load().catch(() => this.#scheduleNext());
    }, ms).unref();
  }

  /** Fetches the keys, once for all concurrent callers. Rejects with {@link KeysUnavailableError}. */
  async #load(): Promise<void> {
    if (!this.#mayFetch()) throw unavailable();
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = null;
      this.#scheduleNext();
    });
    await this.#loading;
  }

  async #fetch(): Promise<void> {
    const { log, now, changed, url } = this.#parts;
    this.#lastAttemptAt = now();
    try {
      const text = await download(url);
      const set = JSON.parse(text) as JSONWebKeySet;
      const find = createLocalJWKSet(set);
      const thumbprints = await thumbprintsOf(set);
      this.#find = find;
      this.#loadedAt = now();
      this.#failures = 0;
      if (text === this.#lastText) return;
      this.#lastText = text;
      changed(thumbprints);
    } catch (err) {
      this.#failures += 1;
      log.warn({ err, failures: this.#failures }, 'the signing keys of tokens could not be fetched');
      throw unavailable();
    }
  }
}

/** Does not follow redirects: anybody who controls one would decide which tokens are accepted. */
async function download(url: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { username, password } = new URL(url);
  // undici ignores what the URL says of these.
  const credentials =
    username === '' && password === ''
      ? {}
      : await basic(decodeURIComponent(username), decodeURIComponent(password)).headers(signal);
  const { statusCode, body } = await request(url, {
    headers: { accept: 'application/jwk-set+json, application/json', ...credentials },
    signal,
  });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`Expected the keys (AUTH_JWKS_URL), got status ${statusCode}.`);
  }
  let text = '';
  for await (const piece of body.setEncoding('utf8') as AsyncIterable<string>) {
    text += piece;
    if (text.length > MAX_CHARS)
      throw new Error(`Expected keys of ${MAX_CHARS} characters at most (AUTH_JWKS_URL).`);
  }
  return text;
}

/** The thumbprints of valid keys; invalid ones cannot verify anything. */
async function thumbprintsOf({ keys }: JSONWebKeySet): Promise<ReadonlySet<string>> {
  const prints = await Promise.all(keys.map((key) => calculateJwkThumbprint(key).catch(() => '')));
  return new Set(prints);
}

function unavailable(): KeysUnavailableError {
  return new KeysUnavailableError(
    'Tokens cannot be checked right now, as their signing keys cannot be fetched. Try again later.',
  );
}

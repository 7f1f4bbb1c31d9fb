import { hash } from 'node:crypto';
import { calculateJwkThumbprint, errors, jwtVerify, type CryptoKey, type JWTVerifyResult } from 'jose';
import { LRUCache } from 'lru-cache';
import type { MaybePromise } from '../../../datasources/maybe-promise.ts';
import type { Logger } from '../../../datasources/logger.ts';
import type { Principal } from '../../../resolvers/principal.ts';
import { RefusedCredentials, type Authenticator, type Credentials } from '../authenticator.ts';
import { bearerOf } from '../identity.ts';
import { principalOf } from '../principals.ts';
import { verifiedCallerOf } from './claims.ts';
import { KeySet, KeysUnavailableError } from './key-set.ts';

/** Which tokens are accepted. */
export interface JwtSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** The only accepted algorithms, whatever a token says; none of them is symmetric. */
  readonly algorithms: readonly string[];
  /** The allowed difference between clocks, in seconds. */
  readonly toleranceSeconds: number;
  /** The claim that identifies the caller as a customer. */
  readonly customerClaim: string;
}

/** Dependencies of a {@link JwtAuthenticator}. `now` returns milliseconds since the epoch. */
export interface JwtParts {
  readonly settings: JwtSettings;
  readonly log: Logger;
  readonly now?: () => number;
}

/** What verified the signature of a token. */
interface Signed {
  readonly key: CryptoKey;
  readonly generation: number;
}

/** Longer tokens are refused unread. */
const MAX_CHARS = 8_192;
/** The most valid tokens that are remembered, by their SHA-256. */
const MAX_REMEMBERED = 10_000;
/** Three parts in base64url (RFC 7515, section 7.1): five would be an encrypted token, and an empty last part means no signature. */
const SIGNED_TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** JWT (RFC 7519, section 5.1), access token (RFC 9068, section 2.1), or absent: other types serve other purposes. */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/**
 * Authenticates callers by signed tokens in `Authorization: Bearer …` (RFC 6750, RFC 7519; RFC 8725 for best practices). Signing keys are
 * those of the configured issuer, never any that a token contains or points to.
 */
export class JwtAuthenticator implements Authenticator {
  readonly kind = 'a signed token (JWT)';
  readonly #parts: JwtParts;
  readonly #now: () => number;
  readonly #keys: KeySet;
  readonly #validTokens = new LRUCache<string, Principal>({ max: MAX_REMEMBERED });
  /** Aborted when the key that verified a token is withdrawn, by the key's thumbprint. */
  readonly #withdrawals = new Map<string, AbortController>();
  /** Counts changes of the key set; results based on earlier keys are not remembered. */
  #generation = 0;

  constructor(parts: JwtParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    const changed = (thumbprints: ReadonlySet<string>) => {
      this.#generation += 1;
      this.#validTokens.clear();
      for (const [signer, withdrawal] of this.#withdrawals) {
        if (thumbprints.has(signer)) continue;
        this.#withdrawals.delete(signer);
        withdrawal.abort();
      }
    };
    this.#keys = new KeySet({ url: parts.settings.jwksUrl, log: parts.log, now: this.#now, changed });
  }

  identify(credentials: Credentials): MaybePromise<Principal | RefusedCredentials> | null {
    const token = bearerOf(credentials);
    if (token === null) return null;
    if (token.length > MAX_CHARS) return invalid(`A token has ${MAX_CHARS} characters at most.`);
    if (!SIGNED_TOKEN.test(token)) return invalid('Expected a signed token (JWT).');
    const digest = hash('sha256', token, 'base64');
    const known = this.#validTokens.get(digest);
    // Frequent tokens also keep the keys fresh, since a key may have been withdrawn.
    if (known && known.expiresAt > this.#now() && this.#keys.touch()) return known;
    return this.#check(token, digest);
  }

  /** Stops refreshing the issuer's keys. */
  close(): void {
    this.#keys.close();
  }

  async #check(token: string, digest: string): Promise<Principal | RefusedCredentials> {
    const { settings } = this.#parts;
    try {
      const { payload, protectedHeader, key, generation } = await this.#verify(token);
      const { typ } = protectedHeader;
      if (typ !== undefined && !TYPES.has(typ.toLowerCase()))
        return invalid('Tokens of this type are not accepted here.');
      const expiresAt = ((payload.exp ?? 0) + settings.toleranceSeconds) * 1_000;
      const known = verifiedCallerOf(payload, settings.customerClaim, expiresAt);
      if (typeof known === 'string') return invalid(known);
      const signer = await calculateJwkThumbprint(key);
      // The keys have changed in the meantime, and the token's may not be among the new ones.
      if (generation !== this.#generation) return await this.#check(token, digest);
      const principal = principalOf(known, this.#withdrawalOf(signer));
      this.#validTokens.set(digest, principal);
      return principal;
    } catch (error) {
      return this.#refusalOf(error);
    }
  }

  /**
   * Aborts when a key is withdrawn. Each token gets a signal of its own, because adding and removing a listener scans all listeners of a
   * signal.
   */
  #withdrawalOf(signer: string): AbortSignal {
    const withdrawal = this.#withdrawals.get(signer) ?? new AbortController();
    this.#withdrawals.set(signer, withdrawal);
    return AbortSignal.any([withdrawal.signal]);
  }

  /** The contents of a token, with the key that verified it and the generation of that key. */
  async #verify(token: string): Promise<JWTVerifyResult & Signed> {
    const { issuer, audience, algorithms, toleranceSeconds } = this.#parts.settings;
    let generation = -1;
    const find: KeySet['find'] = async (header, signed) => {
      await this.#keys.ready();
      generation = this.#generation;
      return this.#keys.find(header, signed);
    };
    const verified = await jwtVerify(token, find, {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: toleranceSeconds,
      requiredClaims: ['exp'],
      currentDate: new Date(this.#now()),
    });
    return { ...verified, generation };
  }

  #refusalOf(error: unknown): RefusedCredentials {
    if (error instanceof KeysUnavailableError) return new RefusedCredentials('unavailable', error.message);
    if (error instanceof errors.JWTExpired) return invalid('The token has expired.');
    if (error instanceof errors.JWTClaimValidationFailed)
      return invalid(`The token is not meant for this API: claim "${error.claim}" is missing or wrong.`);
    // A token may crash its parser, which must count as a refusal. jose's errors do not contain the token's text.
    this.#parts.log.debug({ err: error }, 'a token was refused');
    return invalid("The token's signature is not valid.");
  }
}

function invalid(message: string): RefusedCredentials {
  return new RefusedCredentials('invalid', message);
}

import { hash } from 'node:crypto';
import { calculateJwkThumbprint, errors, jwtVerify, type CryptoKey, type JWTVerifyResult } from 'jose';
import { LRUCache } from 'lru-cache';
import type { MaybePromise } from '../../../datasources/maybe-promise.ts';
import type { Logger } from '../../../datasources/scope.ts';
import type { Principal } from '../../../resolvers/principal.ts';
import { RefusedCredentials, type Authenticator, type Credentials } from '../authenticator.ts';
import { bearerOf } from '../identity.ts';
import { principalOf } from '../principals.ts';
import { knownOf } from './claims.ts';
import { KeySet, KeysUnavailableError } from './key-set.ts';

/** Which tokens are taken. */
export interface JwtSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** The only ones that count, whatever a token says of itself; none of them is symmetric. */
  readonly algorithms: readonly string[];
  /** By how many seconds clocks may differ. */
  readonly toleranceSeconds: number;
  /** The claim that says which customer somebody is. */
  readonly customerClaim: string;
}

/** What it is made with. `now` is in milliseconds since the epoch. */
export interface JwtParts {
  readonly settings: JwtSettings;
  readonly log: Logger;
  readonly now?: () => number;
}

/** By what a token was found good. */
interface Signed {
  readonly key: CryptoKey;
  readonly generation: number;
}

/** Longer ones are not looked at. */
const MAX_CHARS = 8_192;
/** Tokens that were found to be good and are remembered, by their SHA-256. */
const REMEMBERED = 10_000;
/** Three parts in base64url (RFC 7515, section 7.1): five are an encrypted one, and a last that is empty has no signature. */
const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** JWT (RFC 7519, section 5.1), access token (RFC 9068, section 2.1), or nothing: others are for other uses. */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/**
 * Tells who callers are by signed tokens in `Authorization: Bearer …` (RFC 6750, RFC 7519; RFC 8725 on what to beware of). A
 * token's keys are those of the issuer that the settings name, never any that it brings or points to.
 */
export class JwtAuthenticator implements Authenticator {
  readonly #parts: JwtParts;
  readonly #now: () => number;
  readonly #keys: KeySet;
  readonly #good = new LRUCache<string, Principal>({ max: REMEMBERED });
  /** What tells that a key was withdrawn with which a token was found good, by its thumbprint. */
  readonly #signers = new Map<string, AbortController>();
  /** How often other keys have come: what was judged by those before is not remembered. */
  #generation = 0;

  constructor(parts: JwtParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    const changed = (thumbprints: ReadonlySet<string>) => {
      this.#generation += 1;
      this.#good.clear();
      for (const [signer, withdrawal] of this.#signers) {
        if (thumbprints.has(signer)) continue;
        this.#signers.delete(signer);
        withdrawal.abort();
      }
    };
    this.#keys = new KeySet({ url: parts.settings.jwksUrl, log: parts.log, now: this.#now, changed });
  }

  identify(credentials: Credentials): MaybePromise<Principal | RefusedCredentials> | null {
    const token = bearerOf(credentials);
    if (token === null) return null;
    if (token.length > MAX_CHARS) return invalid(`A token has ${MAX_CHARS} characters at most.`);
    if (!SIGNED.test(token)) return invalid('A signed token is expected (JWT).');
    const digest = hash('sha256', token, 'base64');
    const known = this.#good.get(digest);
    // A token that comes often keeps its keys fresh, too: they may have been taken back.
    if (known && known.expiresAt > this.#now() && this.#keys.touch()) return known;
    return this.#check(token, digest);
  }

  /** Keeps the issuer's keys fresh no more. */
  close(): void {
    this.#keys.close();
  }

  async #check(token: string, digest: string): Promise<Principal | RefusedCredentials> {
    const { settings } = this.#parts;
    try {
      const { payload, protectedHeader, key, generation } = await this.#verify(token);
      const { typ } = protectedHeader;
      if (typ !== undefined && !TYPES.has(typ.toLowerCase()))
        return invalid('A token of this type is not taken here.');
      const expiresAt = ((payload.exp ?? 0) + settings.toleranceSeconds) * 1_000;
      const known = knownOf(payload, settings.customerClaim, expiresAt);
      if (typeof known === 'string') return invalid(known);
      const signer = await calculateJwkThumbprint(key);
      // Other keys have come meanwhile, and the token's may not be among them.
      if (generation !== this.#generation) return await this.#check(token, digest);
      const principal = principalOf(known, this.#withdrawalOf(signer));
      this.#good.set(digest, principal);
      return principal;
    } catch (error) {
      return this.#refusalOf(error);
    }
  }

  /** Aborts when a key is withdrawn. One of its own for each token: a signal looks through all its listeners for each that comes or goes. */
  #withdrawalOf(signer: string): AbortSignal {
    const withdrawal = this.#signers.get(signer) ?? new AbortController();
    this.#signers.set(signer, withdrawal);
    return AbortSignal.any([withdrawal.signal]);
  }

  /** What a token says, by which key, and of which generation that is. */
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
    // A token may break whatever reads it: nobody is let in by that. Its text is in no error of jose's.
    this.#parts.log.debug({ err: error }, 'a token was refused');
    return invalid("The token's signature is not valid.");
  }
}

function invalid(message: string): RefusedCredentials {
  return new RefusedCredentials('invalid', message);
}

import type { Principal } from '../../resolvers/principal.ts';
import { RefusedCredentials, type Authenticator, type Credentials } from '../identity/authenticator.ts';
import { atExpiry } from '../identity/expiry.ts';
import { bearerOf } from '../identity/identity.ts';
import { principalOf } from '../identity/principals.ts';
import type { ApiKeys, KeyHolder } from './keys.ts';
import { KEY_PREFIX } from './secret.ts';

/** A caller that has presented a key, with the controller that revokes it. */
interface Known {
  readonly principal: Principal;
  readonly holder: KeyHolder;
  readonly revocation: AbortController;
  /** Cancels the pending revocation, if any. */
  callOff: () => void;
}

/** Authenticates services by API keys, in `X-Api-Key` or `Authorization: Bearer isk_…`. */
export class KeyAuthenticator implements Authenticator {
  readonly kind = 'an API key';
  readonly #keys: ApiKeys;
  /** By digest: all requests with the same secret share a principal. */
  readonly #known = new Map<string, Known>();
  /** Callers whose secrets end earlier than their principals say, kept until they have been revoked. */
  readonly #ending = new Set<Known>();

  /** Follows changes for as long as the keys do. */
  constructor(keys: ApiKeys) {
    this.#keys = keys;
    keys.listen(() => this.#revokeChanged());
  }

  identify(credentials: Credentials): Principal | RefusedCredentials | null {
    const key = keyIn(credentials);
    if (key === null) return null;
    const checked = this.#keys.check(key);
    switch (checked.is) {
      case 'good':
        return this.#principalOf(checked.holder);
      case 'bad':
        return new RefusedCredentials('invalid', 'Unknown or expired API key.');
      case 'unknown':
        return new RefusedCredentials('unavailable', 'API keys cannot be checked right now. Try again soon.');
    }
  }

  #principalOf(holder: KeyHolder): Principal {
    const known = this.#known.get(holder.digest);
    if (known?.holder.expiresAt === holder.expiresAt) return known.principal;
    if (known) this.#revokeAtEnd(known);
    const revocation = new AbortController();
    const { id, digest, scopes, customer, expiresAt } = holder;
    const named = { name: `key:${id}`, scopes, customer, expiresAt: expiresAt ?? Infinity };
    const principal = principalOf(named, revocation.signal);
    this.#known.set(digest, { principal, holder, revocation, callOff: () => undefined });
    return principal;
  }

  /** Revokes principals whose keys were revoked, and those whose secrets now end earlier, once they end. */
  #revokeChanged(): void {
    // After a further change, what was to end later may end at once.
    for (const known of this.#ending) this.#revokeAtEnd(known);
    for (const [digest, known] of this.#known) {
      if (this.#endOf(known) === (known.holder.expiresAt ?? Infinity)) continue;
      this.#known.delete(digest);
      this.#revokeAtEnd(known);
    }
  }

  /** Revokes a principal when its secret ends, as far as known now. */
  #revokeAtEnd(known: Known): void {
    known.callOff();
    this.#ending.add(known);
    known.callOff = atExpiry({ expiresAt: this.#endOf(known), revoked: null }, () => {
      this.#ending.delete(known);
      known.revocation.abort();
    });
  }

  /** When a secret ends, in milliseconds since 1970; 0 if it has ended, Infinity if it has no end. */
  #endOf({ holder: { id, digest } }: Known): number {
    const now = this.#keys.holderOf(id, digest);
    return now ? (now.expiresAt ?? Infinity) : 0;
  }
}

function keyIn(credentials: Credentials): string | null {
  if (credentials.apiKey !== null) return credentials.apiKey;
  const token = bearerOf(credentials);
  return token?.startsWith(KEY_PREFIX) ? token : null;
}

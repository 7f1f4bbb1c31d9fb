import type { Principal } from '../../resolvers/principal.ts';
import { RefusedCredentials, type Authenticator, type Credentials } from '../identity/authenticator.ts';
import { atExpiry } from '../identity/expiry.ts';
import { bearerOf } from '../identity/identity.ts';
import { principalOf } from '../identity/principals.ts';
import type { ApiKeys, KeyHolder } from './keys.ts';
import { KEY_PREFIX } from './secret.ts';

/** Somebody who has presented a key, and what tells that it was taken back. */
interface Known {
  readonly principal: Principal;
  readonly holder: KeyHolder;
  readonly revocation: AbortController;
  /** Calls off what would end it; nothing as long as the key stands as it was shown. */
  callOff: () => void;
}

/** Tells who services are by API keys, in `X-Api-Key` or `Authorization: Bearer isk_…`. */
export class KeyAuthenticator implements Authenticator {
  readonly #keys: ApiKeys;
  /** By digest: a principal is the same for all requests with the same secret. */
  readonly #known = new Map<string, Known>();
  /** Those whose secrets end sooner than their principals say. Each is kept until it has been told. */
  readonly #ending = new Set<Known>();

  /** Follows the keys for as long as they are followed themselves. */
  constructor(keys: ApiKeys) {
    this.#keys = keys;
    keys.listen(() => this.#forgetChanged());
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
    if (known) this.#end(known);
    const revocation = new AbortController();
    const { id, digest, scopes, customer, expiresAt } = holder;
    const named = { name: `key:${id}`, scopes, customer, expiresAt: expiresAt ?? Infinity };
    const principal = principalOf(named, revocation.signal);
    this.#known.set(digest, { principal, holder, revocation, callOff: () => undefined });
    return principal;
  }

  /** Ends what stands of those whose keys were revoked, and of those whose secrets end sooner than they did: when they do. */
  #forgetChanged(): void {
    // What ends later by one change may end at once by the next.
    for (const known of this.#ending) this.#end(known);
    for (const [digest, known] of this.#known) {
      if (this.#endOf(known) === (known.holder.expiresAt ?? Infinity)) continue;
      this.#known.delete(digest);
      this.#end(known);
    }
  }

  /** Tells one when his secret ends, as far as is known now. */
  #end(known: Known): void {
    known.callOff();
    this.#ending.add(known);
    known.callOff = atExpiry({ expiresAt: this.#endOf(known), revoked: null }, () => {
      this.#ending.delete(known);
      known.revocation.abort();
    });
  }

  /** When a secret ends, in milliseconds since 1970; 0 where it has ended, Infinity where that is not known. */
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

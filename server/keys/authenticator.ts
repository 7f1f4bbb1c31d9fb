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
}

/** Tells who services are by API keys, in `X-Api-Key` or `Authorization: Bearer isk_…`. */
export class KeyAuthenticator implements Authenticator {
  readonly #keys: ApiKeys;
  /** By digest: a principal is the same for all requests with the same secret. */
  readonly #known = new Map<string, Known>();

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
        return new RefusedCredentials('invalid', 'The API key is none that is known here, or has ended.');
      case 'unknown':
        return new RefusedCredentials('unavailable', 'API keys cannot be looked up now. Try again soon.');
    }
  }

  #principalOf(holder: KeyHolder): Principal {
    const known = this.#known.get(holder.digest);
    if (known?.holder.expiresAt === holder.expiresAt) return known.principal;
    const revocation = new AbortController();
    const { id, digest, scopes, customer, expiresAt } = holder;
    const named = { name: `key:${id}`, scopes, customer, expiresAt: expiresAt ?? Infinity };
    const principal = principalOf(named, revocation.signal);
    this.#known.set(digest, { principal, holder, revocation });
    return principal;
  }

  /** Ends what stands of those whose keys were revoked, and of those whose secrets end sooner than they did: when they do. */
  #forgetChanged(): void {
    for (const [digest, { holder, revocation }] of this.#known) {
      const now = this.#keys.holderOf(holder.id, digest);
      if (now?.expiresAt === holder.expiresAt) continue;
      this.#known.delete(digest);
      atExpiry({ expiresAt: now ? (now.expiresAt ?? Infinity) : 0, revoked: null }, () => revocation.abort());
    }
  }
}

function keyIn(credentials: Credentials): string | null {
  if (credentials.apiKey !== null) return credentials.apiKey;
  const token = bearerOf(credentials);
  return token?.startsWith(KEY_PREFIX) ? token : null;
}

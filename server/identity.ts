import type { Logger } from '../datasources/scope.ts';
import type { Config } from './config.ts';
import type { Authenticator } from './identity/authenticator.ts';
import { Identity } from './identity/identity.ts';
import { JwtAuthenticator } from './identity/jwt/jwt.ts';
import { KeyAuthenticator } from './keys/authenticator.ts';
import type { ApiKeys } from './keys/keys.ts';

/** Tells who callers are, by the kinds of credentials that the settings allow. What has to be closed goes to `opened`. */
export function openIdentity(
  { identity: { isOpen, jwt } }: Pick<Config, 'identity'>,
  keys: ApiKeys,
  log: Logger,
  opened: AsyncDisposableStack,
): Identity {
  if (isOpen) return new Identity(null);
  // A key may come as a bearer token as well, which whoever knows tokens would refuse.
  const authenticators: Authenticator[] = [new KeyAuthenticator(keys)];
  if (jwt) {
    const tokens = new JwtAuthenticator({ settings: jwt, log });
    opened.defer(() => tokens.close());
    authenticators.push(tokens);
  }
  return new Identity(authenticators);
}

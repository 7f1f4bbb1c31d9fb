import type { Logger } from '../../datasources/logger.ts';
import type { Config } from '../config.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import { Identity } from '../identity/identity.ts';
import { JwtAuthenticator } from '../identity/jwt/jwt.ts';
import { KeyAuthenticator } from '../keys/authenticator.ts';
import type { ApiKeys } from '../keys/keys.ts';

/**
 * Creates the {@link Identity} that authenticates callers by the kinds of credentials the settings allow. Whatever must be closed is added
 * to `opened`.
 */
export function openIdentity(
  { identity: { isOpen, jwt } }: Pick<Config, 'identity'>,
  keys: ApiKeys,
  log: Logger,
  opened: AsyncDisposableStack,
): Identity {
  if (isOpen) return new Identity(null);
  // Keys come first: they may also be sent as a bearer token, which the token authenticator would refuse.
  const authenticators: Authenticator[] = [new KeyAuthenticator(keys)];
  if (jwt) {
    const tokens = new JwtAuthenticator({ settings: jwt, log });
    opened.defer(() => tokens.close());
    authenticators.push(tokens);
  }
  return new Identity(authenticators);
}

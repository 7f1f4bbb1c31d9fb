import type { Logger } from '../datasources/scope.ts';
import type { Config } from './config.ts';
import type { Authenticator } from './identity/authenticator.ts';
import { Identity } from './identity/identity.ts';
import { JwtAuthenticator } from './identity/jwt/jwt.ts';

/** Tells who callers are, by the kinds of credentials that the settings allow. */
export function openIdentity({ identity: { isOpen, jwt } }: Pick<Config, 'identity'>, log: Logger): Identity {
  if (isOpen) return new Identity(null);
  const authenticators: Authenticator[] = [];
  if (jwt) authenticators.push(new JwtAuthenticator({ settings: jwt, log }));
  return new Identity(authenticators);
}

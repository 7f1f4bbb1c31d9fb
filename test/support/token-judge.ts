import type { Principal } from '../../resolvers/principal.ts';
import { RefusedCredentials, type Credentials } from '../../server/identity/authenticator.ts';
import { JwtAuthenticator } from '../../server/identity/jwt/jwt.ts';
import type { Issuer } from './issuer.ts';
import { quiet } from './source.ts';

/** The credentials of a caller with a bearer token. */
export const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}`, apiKey: null });

/** Checks an issuer's tokens as a gateway does, by a clock that a test can set ahead. */
export class TokenJudge {
  /** How far its clock is ahead of the issuer's, in milliseconds. */
  aheadMs = 0;
  readonly gateway: JwtAuthenticator;

  constructor(
    { jwksUrl, issuer, audience }: Pick<Issuer, 'jwksUrl' | 'issuer' | 'audience'>,
    algorithms: readonly string[] = ['RS256', 'ES256'],
  ) {
    this.gateway = new JwtAuthenticator({
      settings: { jwksUrl, issuer, audience, algorithms, toleranceSeconds: 5, customerClaim: 'customer' },
      log: quiet,
      now: () => Date.now() + this.aheadMs,
    });
  }

  async judge(token: string): Promise<Principal | RefusedCredentials> {
    const found = await this.gateway.identify(bearer(token));
    if (found === null) throw new Error('The authenticator ignored a bearer token.');
    return found;
  }

  async isAccepted(token: string): Promise<boolean> {
    return !((await this.judge(token)) instanceof RefusedCredentials);
  }
}

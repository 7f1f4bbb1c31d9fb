import * as oauth from 'oauth4webapi';
import type { Credentials } from './credentials.ts';

/** Where a token is had, and with which client. */
export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A token is not used in the last tenth of its life, at most this many milliseconds of it. */
const MARGIN_MS = 60_000;

/**
 * OAuth 2 client credentials (RFC 6749, section 4.4): one token for all calls, fetched once by however many
 * calls wait for it, renewed before it runs out and when the system refuses it. Plain HTTP is allowed for
 * loopback addresses only.
 */
export function clientCredentials(options: ClientCredentialsOptions): Credentials {
  const { clientId: client_id, tokenUrl } = options;
  const server: oauth.AuthorizationServer = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const authentication = oauth.ClientSecretBasic(options.clientSecret);
  const plain = { [oauth.allowInsecureRequests]: isLoopback(tokenUrl) };
  let token: { readonly headers: Record<string, string>; readonly goodUntil: number } | undefined;
  let fetching: Promise<Readonly<Record<string, string>>> | undefined;

  async function fetchToken(): Promise<Readonly<Record<string, string>>> {
    const asked = Date.now();
    const request = { ...plain, signal: () => AbortSignal.timeout(5_000) };
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      { client_id },
      authentication,
      {},
      request,
    );
    const grant = await oauth.processClientCredentialsResponse(server, { client_id }, answer);
    const lifeMs = (grant.expires_in ?? 300) * 1_000;
    const headers = { authorization: `Bearer ${grant.access_token}` };
    token = { headers, goodUntil: asked + lifeMs - Math.min(lifeMs / 10, MARGIN_MS) };
    return headers;
  }

  return {
    async headers() {
      if (token && Date.now() < token.goodUntil) return token.headers;
      fetching ??= fetchToken().finally(() => (fetching = undefined));
      return fetching;
    },
    renew(refused) {
      // A call that began earlier may report a token that another call has replaced since.
      if (token?.headers === refused) token = undefined;
      return true;
    },
  };
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname);
}

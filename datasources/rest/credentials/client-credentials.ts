import * as oauth from 'oauth4webapi';
import { unlessAborted } from '../abort.ts';
import { isLoopback } from '../loopback.ts';
import { CredentialsError, type Credentials } from './credentials.ts';
import { errorText } from '../../thrown.ts';

/** The token endpoint, and the client's credentials for it. */
export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A token is not used in the last tenth of its life, but at most this many milliseconds of it. */
const MARGIN_MS = 60_000;
const FETCH_TIMEOUT_MS = 5_000;
/** How long a refused token is not replaced after the last one was: a system that refuses every token is not sent one per call. */
const RENEWAL_PAUSE_MS = 5_000;
/** The assumed lifetime of a token if the system does not state one. */
const DEFAULT_LIFE_SECONDS = 300;

type Headers = Readonly<Record<string, string>>;

/**
 * OAuth 2 client credentials (RFC 6749, section 4.4): one token for all calls, fetched once however many calls wait for it, and renewed
 * before it expires and when the system rejects it, but then at most once in 5 seconds. Throws a TypeError if the secret would cross a network unencrypted: plain HTTP is
 * allowed only for loopback addresses.
 */
export function clientCredentials(options: ClientCredentialsOptions): Credentials {
  const { protocol, hostname } = new URL(options.tokenUrl);
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw new TypeError('the client secret may travel by https:// only, except on this machine itself');
  }
  let token: { readonly headers: Headers; readonly goodUntil: number } | undefined;
  let fetching: Promise<Headers> | undefined;
  /** When a refused token was last dropped, by `performance`. */
  let droppedAt = -Infinity;

  async function renewed(): Promise<Headers> {
    const asked = Date.now();
    const grant = await requestGrant(options);
    const lifeMs = (grant.expires_in ?? DEFAULT_LIFE_SECONDS) * 1_000;
    const headers = { authorization: `Bearer ${grant.access_token}` };
    token = { headers, goodUntil: asked + lifeMs - Math.min(lifeMs / 10, MARGIN_MS) };
    return headers;
  }

  return {
    async headers(signal) {
      if (token && Date.now() < token.goodUntil) return token.headers;
      fetching ??= renewed().finally(() => (fetching = undefined));
      return unlessAborted(fetching, signal);
    },
    renew(refused) {
      // An earlier call may report a token that has been replaced since.
      if (token?.headers !== refused) return true;
      const now = performance.now();
      if (now - droppedAt < RENEWAL_PAUSE_MS) return false;
      droppedAt = now;
      token = undefined;
      return true;
    },
  };
}

/** Requests a token. Throws CredentialsError; no error has the answer as its cause, as it may contain a token. */
async function requestGrant(options: ClientCredentialsOptions): Promise<oauth.TokenEndpointResponse> {
  const { clientId: client_id, tokenUrl } = options;
  const server: oauth.AuthorizationServer = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const answer = await ask(server, client_id, options.clientSecret).catch((cause: unknown) => {
    throw new CredentialsError('unavailable', 'the token endpoint cannot be reached', { cause });
  });
  const { status } = answer;
  if (status >= 500 || status === 429) {
    throw new CredentialsError('unavailable', `the token endpoint answered status ${status}`);
  }
  try {
    const grant = await oauth.processClientCredentialsResponse(server, { client_id }, answer);
    // A superset of the characters in RFC 6750, section 2.1: no header field could carry others.
    if (/^[\x21-\x7e]+$/.test(grant.access_token)) return grant;
  } catch (error) {
    if (status >= 400) throw new CredentialsError('refused', refusalOf(error, status));
    throw new CredentialsError('invalid', `the token endpoint: ${errorText(error)}`);
  }
  throw new CredentialsError('invalid', 'the token endpoint gave a token that no header field can carry');
}

/** Returns the complete answer of the token endpoint. Rejects if it cannot be reached or the connection breaks. */
async function ask(server: oauth.AuthorizationServer, client_id: string, secret: string): Promise<Response> {
  const answer = await oauth.clientCredentialsGrantRequest(
    server,
    { client_id },
    oauth.ClientSecretBasic(secret),
    {},
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- so marked to stand out; the address was checked
    { [oauth.allowInsecureRequests]: true, signal: () => AbortSignal.timeout(FETCH_TIMEOUT_MS) },
  );
  return new Response(await answer.text(), answer);
}

function refusalOf(error: unknown, status: number): string {
  const details =
    error instanceof oauth.ResponseBodyError ? [error.error, error.error_description] : [errorText(error)];
  return `the token endpoint answered status ${status}: ${details.filter(Boolean).join(', ')}`;
}

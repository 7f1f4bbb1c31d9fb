import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { ProblemError } from '../kit/problem.ts';
import { sameSecret } from '../kit/secret.ts';
import { problems } from './schemas/fields.ts';
import { AccessToken } from './schemas/reports.ts';

const DEFAULT_SECONDS = 1_800;

/** The credentials that get an access token, and its lifetime. */
export interface TokenOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Lifetime of a token in seconds; with 0 a token has expired when it is issued. */
  readonly seconds: number;
}

/**
 * Reads `ACCOUNTING_CLIENT_ID` (default `isthmus`), `ACCOUNTING_CLIENT_SECRET` (default `local-accounting-secret`) and
 * `ACCOUNTING_TOKEN_SECONDS` (default 1800). Throws a RangeError if the last is not a whole number.
 */
export function tokenOptions(env: NodeJS.ProcessEnv): TokenOptions {
  const seconds = env['ACCOUNTING_TOKEN_SECONDS'] ?? String(DEFAULT_SECONDS);
  if (!/^\d{1,8}$/.test(seconds)) {
    throw new RangeError(`ACCOUNTING_TOKEN_SECONDS must be a whole number of seconds, not "${seconds}".`);
  }
  return {
    clientId: env['ACCOUNTING_CLIENT_ID'] ?? 'isthmus',
    clientSecret: env['ACCOUNTING_CLIENT_SECRET'] ?? 'local-accounting-secret',
    seconds: Number(seconds),
  };
}

/** The issued access tokens. They are kept in memory only: a restart ends all of them. */
export class AccessTokens {
  readonly #endings = new Map<string, number>();
  readonly #seconds: number;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** Issues a new token. */
  issue(): string {
    const now = Date.now();
    for (const [token, end] of this.#endings) if (end <= now) this.#endings.delete(token);
    const token = randomBytes(32).toString('base64url');
    this.#endings.set(token, now + this.#seconds * 1_000);
    return token;
  }

  /** Whether the request carries a token that was issued and has not expired. */
  accepts(request: FastifyRequest): boolean {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return token !== undefined && (this.#endings.get(token) ?? 0) > Date.now();
  }
}

/** Adds `POST /connect/token`: OAuth 2 client credentials (RFC 6749, section 4.4). */
export function addTokenEndpoint(app: ServiceApp, tokens: AccessTokens, options: TokenOptions): void {
  app.post(
    '/connect/token',
    {
      config: { open: true },
      schema: {
        operationId: 'createAccessToken',
        summary: 'Issues an access token',
        description:
          'OAuth 2 client credentials: client id and secret by HTTP Basic. Refused with 401 `invalid_client` and ' +
          '400 `unsupported_grant_type`. A restart of the system ends all tokens.',
        security: [],
        consumes: ['application/x-www-form-urlencoded'],
        body: Type.Object({
          grant_type: Type.String({ description: 'Must be `client_credentials`.' }),
        }),
        response: { 200: ref(AccessToken), ...problems() },
      },
    },
    (request, reply) => {
      if (!isClient(request, options)) {
        void reply.header('WWW-Authenticate', 'Basic realm="accounting"');
        throw new ProblemError(401, 'invalid_client', 'Client id or secret is missing or wrong.');
      }
      if (request.body.grant_type !== 'client_credentials') {
        throw new ProblemError(400, 'unsupported_grant_type', 'grant_type must be client_credentials.');
      }
      return { access_token: tokens.issue(), token_type: 'Bearer' as const, expires_in: options.seconds };
    },
  );
}

function isClient(request: FastifyRequest, { clientId, clientSecret }: TokenOptions): boolean {
  const encoded = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return sameSecret(formDecoded(Buffer.from(encoded, 'base64').toString()), `${clientId}:${clientSecret}`);
}

/** Clients form-encode their id and secret before Basic does (RFC 6749, section 2.3.1): `-` may be `%2D`. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Principal } from '../../resolvers/principal.ts';
import { requestRefusal } from '../errors.ts';
import { RefusedCredentials } from '../identity/authenticator.ts';
import { credentialsOf, NO_CREDENTIALS, type Identity } from '../identity/identity.ts';
import { addVary } from './vary.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller. Anonymous until a request for the graph has been authenticated. */
    principal: Principal;
  }
}

/** Seconds after which signing keys that could not be fetched may be available. */
const RETRY_SECONDS = 5;
/** Request header fields that an answer depends on if callers authenticate. */
const VARY_FIELDS = 'authorization, x-api-key';

/**
 * Authenticates the caller of a request, stores the principal on the request, and calls `done` with the refusal of a caller that is not
 * admitted, or else with null.
 */
export function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  identity: Identity,
  done: (refused: RefusedCredentials | null) => void,
): void {
  const use = (found: Principal | RefusedCredentials): void => {
    if (found instanceof RefusedCredentials) {
      done(found);
    } else {
      request.principal = found;
      done(null);
    }
  };
  if (!identity.isOpen) addVary(reply, VARY_FIELDS);
  const { headers, rawHeaders } = request.raw;
  // If no authentication is configured, credentials are ignored.
  const shown = identity.isOpen ? NO_CREDENTIALS : credentialsOf(headers, rawHeaders);
  const found = shown instanceof RefusedCredentials ? shown : identity.identify(shown);
  // Synchronous if possible: a turn of the event loop would cost a cached answer as much as everything else.
  if (found instanceof Promise) void found.then(use);
  else use(found);
}

/** The code under which a refusal is reported and counted. */
export function refusalCode({ reason }: RefusedCredentials): string {
  return reason === 'unavailable' ? 'IDENTITY_UNAVAILABLE' : 'UNAUTHENTICATED';
}

/** What a caller with refused credentials receives: status, header fields (RFC 6750, section 3) and error. */
export function refusalFor(refused: RefusedCredentials): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly error: GraphQLError;
} {
  const { reason, message } = refused;
  const error = requestRefusal(refusalCode(refused), message);
  if (reason === 'unavailable') {
    return { status: 503, headers: { 'retry-after': RETRY_SECONDS }, error };
  }
  const challenge = `Bearer realm="isthmus", error="invalid_token", error_description="${message.replaceAll(/["\\]/g, "'")}"`;
  return {
    status: 401,
    headers: { 'www-authenticate': challenge },
    error,
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Principal } from '../../resolvers/principal.ts';
import { requestRefusal } from '../errors.ts';
import { RefusedCredentials } from '../identity/authenticator.ts';
import { credentialsOf, NO_CREDENTIALS, type Identity } from '../identity/identity.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Until a request for the graph has been identified, nobody in particular. */
    principal: Principal;
  }
}

/** Seconds after which keys that could not be had may be there. */
const RETRY_SECONDS = 5;
/** What an answer depends on beside what is asked, where callers say who they are (RFC 9110, section 12.5.5). */
const VARY = 'authorization, x-api-key';

/** Finds out who asks, notes it with the request, and calls `done` with what is to be said to who is not let in; null to all others. */
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
  if (!identity.isOpen) {
    const vary = reply.getHeader('vary');
    void reply.header('vary', vary === undefined ? VARY : `${String(vary)}, ${VARY}`);
  }
  const { headers, rawHeaders } = request.raw;
  // Where nobody is asked who he is, it does not matter what he shows.
  const shown = identity.isOpen ? NO_CREDENTIALS : credentialsOf(headers, rawHeaders);
  const found = shown instanceof RefusedCredentials ? shown : identity.identify(shown);
  // At once where it can be: a turn of the event loop would cost a kept answer as much as all else.
  if (found instanceof Promise) void found.then(use);
  else use(found);
}

/** The code under which a refusal is told and counted. */
export function refusalCode({ reason }: RefusedCredentials): string {
  return reason === 'unavailable' ? 'IDENTITY_UNAVAILABLE' : 'UNAUTHENTICATED';
}

/** What a caller is told whose credentials are refused: status, header fields (RFC 6750, section 3) and error. */
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
  const told = `Bearer realm="isthmus", error="invalid_token", error_description="${message.replaceAll(/["\\]/g, "'")}"`;
  return {
    status: 401,
    headers: { 'www-authenticate': told },
    error,
  };
}

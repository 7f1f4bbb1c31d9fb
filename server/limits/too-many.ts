import type { GraphQLError } from 'graphql';
import { requestRefusal } from '../errors.ts';

/** The refusal of a WebSocket or an event stream. */
export function tooManyConnections(): GraphQLError {
  const message = 'Too many open connections on this replica, or too many of yours. Try again later.';
  return requestRefusal('TOO_MANY_CONNECTIONS', message);
}

import type { IncomingMessage } from 'node:http';
import type { Context } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import type { Principal } from '../../resolvers/principal.ts';
import { requestIdOf } from '../context.ts';
import type { Gateway } from '../gateway.ts';
import { RefusedCredentials, type Credentials } from '../identity/authenticator.ts';
import { atExpiry } from '../identity/expiry.ts';
import { credentialsOf } from '../identity/identity.ts';
import { ANONYMOUS } from '../identity/principals.ts';
import { toldErrors } from '../observed.ts';
import { refusalCode } from './identify.ts';
import { closeSocket, CLOSE, standingSocketOf } from './websocket-sink.ts';

/** RFC 6455, registry of close codes: the same may do later. */
const TRY_AGAIN_LATER = 1013;

const shown = new WeakMap<IncomingMessage, Credentials | RefusedCredentials>();
const callers = new WeakMap<WebSocket, Principal>();

/** Notes what the request for a socket shows of its caller, before its header fields are forgotten. */
export function noteCredentials(request: IncomingMessage): void {
  shown.set(request, credentialsOf(request.headers, request.rawHeaders));
}

/** Who is at the other end of a socket; nobody in particular until `connection_init` has been answered. */
export function callerOf(socket: WebSocket): Principal {
  return callers.get(socket) ?? ANONYMOUS;
}

/**
 * Finds out who opens a connection: by the payload of `connection_init`, as browsers cannot set header fields for sockets, or else by
 * the header fields of its request. Whether he is let in; if not, the socket is closed, and so it is when his credentials run out or are taken back.
 */
export async function letInBySocket(
  { extra: { socket, request }, connectionParams }: Context<Record<string, unknown> | undefined, Extra>,
  { identity, refusals }: Pick<Gateway, 'identity' | 'refusals'>,
): Promise<boolean> {
  const credentials = credentialsIn(connectionParams) ?? shown.get(request) ?? credentialsOf({}, []);
  shown.delete(request);
  const found =
    credentials instanceof RefusedCredentials ? credentials : await identity.identify(credentials);
  // He may have left while he was looked at: nothing would end what is begun for him.
  if (socket.readyState !== socket.OPEN) return false;
  if (found instanceof RefusedCredentials) {
    const { reason, message } = found;
    refusals.tell(found, requestIdOf(request.headers['x-request-id']));
    toldErrors.tell({ code: refusalCode(found), system: null });
    // A reason has 123 bytes at most (RFC 6455, section 5.5).
    socket.close(reason === 'invalid' ? CLOSE.unauthenticated : TRY_AGAIN_LATER, message.slice(0, 120));
    return false;
  }
  callers.set(socket, found);
  const callOff = atExpiry(found, () => {
    closeSocket(standingSocketOf({ socket, request }), 'unauthenticated');
  });
  socket.once('close', callOff);
  return true;
}

/** What `connection_init` shows, by the names of header fields, whatever their case; null where it shows nothing. */
function credentialsIn(
  params: Readonly<Record<string, unknown>> | undefined,
): Credentials | RefusedCredentials | null {
  const given = Object.entries(params ?? {}).filter(([name]) => /^(authorization|x-api-key)$/i.test(name));
  if (given.length === 0) return null;
  const headers = Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
  if (given.every(([, value]) => typeof value === 'string'))
    return credentialsOf(headers as Record<string, string>, given.flat() as string[]);
  return new RefusedCredentials('invalid', 'Credentials in "connection_init" must be strings.');
}

import type { IncomingMessage } from 'node:http';
import type { Context } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import type { Principal } from '../../resolvers/principal.ts';
import type { Logger } from '../../datasources/logger.ts';
import { publishRefused } from '../arrival.ts';
import { CLIENT_FIELDS, clientOf } from '../client.ts';
import { requestIdOf } from '../context.ts';
import { publicError } from '../errors.ts';
import type { Gateway } from './gateway.ts';
import { RefusedCredentials, type Credentials } from '../identity/authenticator.ts';
import { atExpiry } from '../identity/expiry.ts';
import { credentialsOf } from '../identity/identity.ts';
import { ANONYMOUS } from '../identity/principals.ts';
import { reportedErrors } from '../channels.ts';
import { tooManyConnections } from '../limits/too-many.ts';
import { holderOf } from '../rate/caller.ts';
import type { Slot } from '../rate/slots.ts';
import { refusalCode } from './identify.ts';
import { closeSocket, CLOSE, operationSocketOf } from './websocket-sink.ts';

/** RFC 6455, registry of close codes: the same client may try again later. */
const TRY_AGAIN_LATER = 1013;
/** A reason has 123 bytes at most (RFC 6455, section 5.5). */
const MAX_REASON_BYTES = 120;
const KEPT_FIELDS = [...CLIENT_FIELDS, 'traceparent', 'tracestate'] as const;
/** The longest of them that is valid, `tracestate`. */
const MAX_KEPT_CHARS = 512;

/** What an upgrade request has shown, and the slot of its connection, which counts as that of a caller who is not known yet. */
interface Upgrade {
  readonly shown: Credentials | RefusedCredentials;
  readonly slot: Slot;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();
const callers = new WeakMap<WebSocket, Principal>();

/** Stores the credentials of an upgrade request before its header fields are dropped. */
export function noteUpgrade(request: IncomingMessage, slot: Slot): void {
  upgrades.set(request, { shown: credentialsOf(request.headers, request.rawHeaders), slot });
}

/** The caller at the other end of a socket; anonymous until `connection_init` has been processed. */
export function callerOf(socket: WebSocket): Principal {
  return callers.get(socket) ?? ANONYMOUS;
}

/**
 * Authenticates the caller that opens a connection: by the payload of `connection_init`, because browsers cannot set header fields for
 * sockets, or else by the header fields of the request. Returns whether the caller is admitted. If not, the socket is closed, as it is
 * later when the credentials expire or are revoked.
 */
export async function authenticateSocket(
  connection: Context<Record<string, unknown> | undefined, Extra>,
  { identity, refusals, log }: Pick<Gateway, 'identity' | 'refusals' | 'log'>,
): Promise<boolean> {
  const { socket, request } = connection.extra;
  const upgrade = upgrades.get(request);
  const credentials = credentialsIn(connection.connectionParams) ?? upgrade?.shown ?? credentialsOf({}, []);
  upgrades.delete(request);
  Object.assign(connection, { connectionParams: keptOf(connection.connectionParams) });
  const found =
    credentials instanceof RefusedCredentials ? credentials : await identity.identify(credentials);
  // The client may have disconnected in the meantime, and nothing would end what is started for it now.
  if (socket.readyState !== socket.OPEN) return false;
  if (found instanceof RefusedCredentials) {
    const { reason, message } = found;
    refusals.report(found, requestIdOf(request.headers['x-request-id']));
    reportedErrors.publish({ code: refusalCode(found), system: null });
    const code = reason === 'invalid' ? CLOSE.unauthenticated : TRY_AGAIN_LATER;
    socket.close(code, message.slice(0, MAX_REASON_BYTES));
    return false;
  }
  if (upgrade?.slot.moveTo(holderOf(found, request.socket.remoteAddress)) === false) {
    socket.close(TRY_AGAIN_LATER, refusedAsTooMany(request, found, log));
    return false;
  }
  callers.set(socket, found);
  const callOff = atExpiry(found, () => {
    closeSocket(operationSocketOf({ socket, request }), 'unauthenticated');
  });
  socket.once('close', callOff);
  return true;
}

/** Counts and publishes that a socket was refused as one too many; returns the reason. `caller` is null if it is not known yet. */
export function refusedAsTooMany(
  { headers }: IncomingMessage,
  caller: Principal | null,
  log: Logger,
): string {
  const requestId = requestIdOf(headers['x-request-id']);
  const error = publicError(tooManyConnections(), requestId, log);
  const client = clientOf(headers);
  publishRefused({ transport: 'websocket', client, requestId, caller, operation: null }, [error]);
  return error.message;
}

/** What a socket keeps of `connection_init` for as long as it is open: the fields that are read for each operation. */
function keptOf(params: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const isKept = (value: unknown) => typeof value === 'string' && value.length <= MAX_KEPT_CHARS;
  return Object.fromEntries(
    KEPT_FIELDS.flatMap((name) => (isKept(params[name]) ? [[name, params[name]]] : [])),
  );
}

/** The credentials in `connection_init`, under the names of header fields in any case; null if there are none. */
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

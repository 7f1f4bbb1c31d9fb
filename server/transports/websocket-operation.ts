import type { IncomingMessage } from 'node:http';
import { parse, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import type { Context } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import { clientOf } from '../client.ts';
import { requestIdOf } from '../context.ts';
import { closing, PublicError, requestRefusal } from '../errors.ts';
import { hasExpired } from '../identity/expiry.ts';
import { UnauthenticatedError } from '../identity/refusals.ts';
import { overloaded } from '../limits/retry-later.ts';
import type { Gateway } from './gateway.ts';
import { Lifetime } from '../lifetime.ts';
import type { Fields } from '../channels.ts';
import { publishRefused } from '../arrival.ts';
import { holderOf } from '../rate/caller.ts';
import type { Stream } from '../streams/streams.ts';
import { HeldOperation } from './held-operation.ts';
import { runChecked, type OperationParams } from './operation.ts';
import { openStream } from './open-stream.ts';
import { callerOf } from './websocket-caller.ts';
import { roomIn } from './websocket-frame.ts';
import {
  closeSocket,
  markAnswered,
  MAX_ID_CHARS,
  operationSocketOf,
  webSocketSink,
  type OperationSocket,
} from './websocket-sink.ts';

/** A connection as graphql-ws knows it. */
export type Connection = Context<Record<string, unknown> | undefined, Extra>;

/** An operation as it arrived. */
export interface ReceivedOperation {
  readonly id: string;
  readonly payload: Omit<OperationParams, 'readOnly'>;
}

const ENDED = 'The credentials of this socket have expired. Open another one with new ones.';

/** Given to graphql-ws, which requires a document, for an operation that runs elsewhere. */
const PLACEHOLDER = parse('{ __typename }');

/**
 * Answers an operation of a connection. Parsing, limits, execution and masking are the engine's, as over HTTP. A mistake in one operation
 * is answered for that operation only and leaves the socket open for the others. What is returned as `rootValue` is the result, or a
 * placeholder for it. Never rejects.
 */
export async function answer(
  gateway: Gateway,
  connection: Connection,
  asked: ReceivedOperation,
): Promise<ExecutionArgs | GraphQLError[]> {
  const socket = operationSocketOf(connection.extra);
  if (asked.id.length > MAX_ID_CHARS) {
    closeSocket(socket, 'longId');
    return never();
  }
  let abandon = (): void => undefined;
  const held = new HeldOperation(() => {
    abandon();
    markAnswered(socket, held);
  });
  connection.subscriptions[asked.id] = held;
  socket.unanswered.add(held);
  const onLeave = (leave: () => void) => (abandon = leave);
  const fault = faultOf(gateway, connection);
  const result = fault
    ? refuse(fault, gateway, connection, requestIdFor(connection, asked))
    : await run(gateway, connection, asked, held, onLeave);
  // Another operation may be using the id by now, and graphql-ws would send the result to that one.
  if (held.isOver) return never();
  if (!(result instanceof HeldOperation) && result.data === undefined) return [...(result.errors ?? [])];
  return { schema: gateway.schema, document: PLACEHOLDER, rootValue: result };
}

/** Refuses an operation of which nothing is known, and publishes that. */
function refuse(fault: Error, gateway: Gateway, connection: Connection, requestId: string): ExecutionResult {
  const errors = [PublicError.from(fault, requestId, gateway.log)];
  const caller = callerOf(connection.extra.socket);
  const client = clientOf(clientFieldsOf(connection));
  publishRefused({ transport: 'websocket', client, requestId, caller, operation: null }, errors);
  return { errors };
}

/** Records that graphql-ws is sending an operation its last message. */
export function noteAnswer({ subscriptions, extra }: Connection, id: string): void {
  const held = subscriptions[id];
  // The message is sent after this callback returns.
  if (held instanceof HeldOperation) setImmediate(() => markAnswered(operationSocketOf(extra), held));
}

/** Does the work of `answer`. `onLeave` receives the function that ends the work. */
async function run(
  gateway: Gateway,
  connection: Connection,
  asked: ReceivedOperation,
  held: HeldOperation,
  onLeave: (leave: () => void) => void,
): Promise<ExecutionResult | HeldOperation> {
  const requestId = requestIdFor(connection, asked);
  const socket = operationSocketOf(connection.extra);
  const principal = callerOf(connection.extra.socket);
  const sink = webSocketSink(socket, asked.id, (error) => held.fail(error));
  const fields = clientFieldsOf(connection);
  const { remoteAddress } = connection.extra.request.socket;
  const account = gateway.budgets.accountOf(principal, remoteAddress);
  const opened = await openStream(
    gateway,
    {
      ...asked.payload,
      client: clientOf(fields),
      transport: 'websocket',
      after: null,
      principal,
      account,
      holder: holderOf(principal, remoteAddress),
      requestId,
    },
    sink,
  );
  switch (opened.is) {
    case 'stream':
      openLongLived(opened.stream, asked.id, socket, held, onLeave);
      return held;
    case 'refused':
      return { errors: opened.errors };
    case 'single': {
      await roomIn(socket, gateway.config.streams.maxBufferedChars);
      using lifetime = new Lifetime(gateway.config.requestTimeoutMs);
      onLeave(() => lifetime.abandon());
      if (held.isOver) return held;
      return await runChecked(
        gateway,
        { ...asked.payload, readOnly: false },
        { requestId, signal: lifetime.signal },
        { transport: 'websocket', headers: fields, principal, account },
      );
    }
  }
}

function openLongLived(
  stream: Stream,
  id: string,
  socket: OperationSocket,
  held: HeldOperation,
  onLeave: (leave: () => void) => void,
): void {
  const leave = () => {
    socket.streams.delete(stream);
    stream.leave();
  };
  onLeave(leave);
  if (held.isOver) leave();
  else socket.streams.set(stream, id);
  markAnswered(socket, held);
}

/** Why no operation may run on this connection; null if they may. */
function faultOf(gateway: Gateway, connection: Connection): Error | null {
  // A socket stays open until its client closes it as well; what arrives until then is no longer authenticated.
  if (hasExpired(callerOf(connection.extra.socket))) return new UnauthenticatedError(ENDED);
  if (operationSocketOf(connection.extra).closeReason !== null) return closing();
  if (isTooMany(gateway, connection)) return tooMany(gateway);
  return gateway.load.refuses() ? overloaded() : null;
}

function isTooMany({ config }: Gateway, { subscriptions }: Connection): boolean {
  return Object.keys(subscriptions).length > config.limits.operations;
}

function tooMany({ config }: Gateway): GraphQLError {
  const message = `More than ${config.limits.operations} operations run on this socket. Wait for one to end.`;
  return requestRefusal('TOO_MANY_OPERATIONS', message);
}

/** The header field belongs to the connection; together with the operation's own id it identifies one operation. */
function requestIdFor({ extra: { request } }: Connection, { id }: ReceivedOperation): string {
  const given: IncomingMessage['headers'][string] = request.headers['x-request-id'];
  return requestIdOf(given === undefined ? given : `${String(given)}:${id}`);
}

/** A page cannot set header fields of a WebSocket, so its client identifies itself in `connection_init`. */
function clientFieldsOf({ connectionParams, extra: { request } }: Connection): Fields {
  return { ...connectionParams, ...request.headers };
}

/** A promise that never settles; anything awaiting it is garbage-collected together with it. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

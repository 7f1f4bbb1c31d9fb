import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { parse, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import type { Context as Connection } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { requestRefusal, type PublicError } from '../errors.ts';
import type { Config } from '../config.ts';
import type { Gateway } from '../gateway.ts';
import { requestIdOf } from '../context.ts';
import type { Stream } from '../standing/standing.ts';
import { Held } from './held.ts';
import { isHostAllowed } from './host.ts';
import { Lifetime } from './lifetime.ts';
import { refused, runChecked, type OperationParams } from './operation.ts';
import { openStanding } from './standing-operation.ts';
import { webSocketSink } from './websocket-sink.ts';

const PING_MS = 15_000;
/** Stands where graphql-ws wants a document although the operation has been run already. */
const DONE = parse('{ __typename }');

/** Serves the graph over WebSocket (graphql-transport-ws) at the given path. Returns what closes it. */
export function addWebSocket(server: Server, path: string, gateway: Gateway): { close: () => Promise<void> } {
  const { config, log, schema } = gateway;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: config.limits.bodyBytes });
  const protocol = useServer(
    {
      connectionInitWaitTimeout: config.connectionInitTimeoutMs,
      isProd: true,
      // Parsing, limits, execution and masking are the engine's, as over HTTP: a mistake in one operation is
      // the answer to that operation and leaves the socket to the others.
      onSubscribe: async (connection, id, payload) => {
        const standing = await stand(gateway, connection, id, payload);
        if (standing) return standing instanceof Array ? [...standing] : standing;
        const result = await run(gateway, connection, id, payload);
        if (result.data === undefined) return [...(result.errors ?? [])];
        return { schema, document: DONE, rootValue: result } satisfies ExecutionArgs;
      },
      execute: ({ rootValue }) => rootValue as ExecutionResult | Held,
    },
    sockets,
    PING_MS,
  );
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node leaves the socket without a listener, and an error without one would end the process.
    socket.on('error', () => socket.destroy());
    const status = upgradeFault(request, path, config);
    if (status !== null) {
      refuse(socket, status);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      sockets.emit('connection', opened, request);
      // In place of graphql-ws's own, which writes every client's fault to the console as if it were ours.
      opened.removeAllListeners('error').on('error', (err) => log.debug({ err }, 'websocket'));
    });
  };
  server.on('upgrade', onUpgrade);
  return {
    close: async () => {
      server.off('upgrade', onUpgrade);
      await protocol.dispose();
    },
  };
}

/** Begins an operation that stands, until its client takes it back or is gone; null where it is none. Never throws. */
async function stand(
  gateway: Gateway,
  { subscriptions, extra }: Connection<Record<string, unknown> | undefined, Extra>,
  id: string,
  payload: Omit<OperationParams, 'readOnly'>,
): Promise<ExecutionArgs | readonly PublicError[] | null> {
  const { operations } = gateway.config.limits;
  // Whoever has too many is told so by the way of all others.
  if (Object.keys(subscriptions).length > operations) return null;
  let stream: Stream | null = null;
  const held = new Held(() => stream?.leave());
  subscriptions[id] = held;
  const fail = (error: PublicError) => held.fail(error);
  const sinkFor = () => webSocketSink(extra.socket, extra.request.socket, id, fail);
  const opened = await openStanding(gateway, payload, null, requestIdFor(extra.request, id), sinkFor);
  if (opened.is === 'single') return null;
  if (opened.is === 'refused') return opened.errors;
  ({ stream } = opened);
  if (held.isOver) stream.leave();
  return { schema: gateway.schema, document: DONE, rootValue: held };
}

/** Runs one operation of a connection, until its client takes it back or is gone. Never throws. */
async function run(
  gateway: Gateway,
  { subscriptions, extra }: Connection<Record<string, unknown> | undefined, Extra>,
  id: string,
  payload: Omit<OperationParams, 'readOnly'>,
): Promise<ExecutionResult> {
  using lifetime = new Lifetime(gateway.config.requestTimeoutMs);
  subscriptions[id] = new Held(() => lifetime.abandon());
  const requestId = requestIdFor(extra.request, id);
  const { operations } = gateway.config.limits;
  if (Object.keys(subscriptions).length > operations) return refused(tooMany(operations), requestId, gateway);
  const scope = { requestId, signal: lifetime.signal };
  return await runChecked(gateway, { ...payload, readOnly: false }, scope);
}

/** The header field is that of the connection: with the operation's own id it names one operation. */
function requestIdFor({ headers }: IncomingMessage, id: string): string {
  const given = headers['x-request-id'];
  return requestIdOf(given === undefined ? given : `${String(given)}:${id}`);
}

function tooMany(limit: number): GraphQLError {
  const message = `More than ${limit} operations run on this socket. Wait for one to end.`;
  return requestRefusal('TOO_MANY_OPERATIONS', message);
}

/** The status with which a request for a socket is turned away; null where it is welcome. */
function upgradeFault(request: IncomingMessage, path: string, config: Config): string | null {
  // Not by way of URL, which throws at what a request line may hold.
  if (request.url?.split('?', 1)[0] !== path) return '404 Not Found';
  if (!isHostAllowed(request.headers, config)) return '421 Misdirected Request';
  return isAllowedOrigin(request, config.allowedOrigins) ? null : '403 Forbidden';
}

/** A page of another origin must not use its visitor's browser to speak to the graph (cross-site WebSocket). */
function isAllowedOrigin({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { parse, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import type { Context as Connection } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { requestRefusal } from '../errors.ts';
import type { Config } from '../config.ts';
import type { Gateway } from '../gateway.ts';
import { requestIdOf } from '../context.ts';
import { isHostAllowed } from './host.ts';
import { Lifetime } from './lifetime.ts';
import { refused, runChecked, type OperationParams } from './operation.ts';

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
        const result = await run(gateway, connection, id, payload);
        if (result.data === undefined) return [...(result.errors ?? [])];
        return { schema, document: DONE, rootValue: result } satisfies ExecutionArgs;
      },
      execute: ({ rootValue }) => rootValue as ExecutionResult,
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

/** Runs one operation of a connection, until its client takes it back or is gone. Never throws. */
async function run(
  gateway: Gateway,
  { subscriptions, extra }: Connection<Record<string, unknown> | undefined, Extra>,
  id: string,
  payload: Omit<OperationParams, 'readOnly'>,
): Promise<ExecutionResult> {
  using lifetime = new Lifetime(gateway.config.requestTimeoutMs);
  subscriptions[id] = endedBy(() => lifetime.abandon());
  // The header field is that of the connection: with the operation's own id it names one operation.
  const given = extra.request.headers['x-request-id'];
  const requestId = requestIdOf(given === undefined ? given : `${String(given)}:${id}`);
  const { operations } = gateway.config.limits;
  if (Object.keys(subscriptions).length > operations) return refused(tooMany(operations), requestId, gateway);
  const scope = { requestId, signal: lifetime.signal };
  return await runChecked(gateway, { ...payload, readOnly: false }, scope);
}

/** What graphql-ws keeps for an operation and ends when the client completes it or its socket closes. */
function endedBy(end: () => void): AsyncGenerator<never> {
  const ended = () => Promise.resolve({ done: true, value: undefined } as const);
  return {
    next: ended,
    return: () => (end(), ended()),
    throw: ended,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
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

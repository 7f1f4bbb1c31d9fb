import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  GraphQLError,
  parse,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type Gateway } from '../gateway.ts';
import { runChecked } from './operation.ts';

const CONNECTION_INIT_TIMEOUT_MS = 5_000;
const PING_MS = 15_000;
/** Stands where graphql-ws wants a document although the operation has been run already. */
const DONE = parse('{ __typename }');

/** Serves the graph over WebSocket (graphql-transport-ws) at the given path. Returns what closes it. */
export function addWebSocket(server: Server, path: string, gateway: Gateway): { close: () => Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: gateway.config.limits.bodyBytes });
  const protocol = useServer(
    {
      connectionInitWaitTimeout: CONNECTION_INIT_TIMEOUT_MS,
      // Parsing, limits, execution and masking are the engine's, as over HTTP: a mistake in one operation is
      // the answer to that operation and leaves the socket to the others.
      onSubscribe: async (connection, _id, payload) => {
        const context = gateway.contextFor(connection.extra.request, gateway.deadline());
        const result = await runChecked(gateway, { ...payload, readOnly: false }, context);
        if (result.data === undefined) return (result.errors ?? []).map(toGraphQLError);
        return { schema: gateway.schema, document: DONE, rootValue: result } satisfies ExecutionArgs;
      },
      execute: ({ rootValue }) => rootValue as ExecutionResult,
    },
    sockets,
    PING_MS,
  );
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (new URL(request.url ?? '', 'http://gateway').pathname !== path)
      return refuse(socket, '404 Not Found');
    if (!isAllowedOrigin(request, gateway.config.allowedOrigins)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  };
  server.on('upgrade', onUpgrade);
  return {
    close: async () => {
      server.off('upgrade', onUpgrade);
      for (const socket of sockets.clients) socket.close(1001, 'Going away');
      await protocol.dispose();
    },
  };
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

function toGraphQLError({ message, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { extensions: extensions ?? {} });
}

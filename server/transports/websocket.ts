import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionResult } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { CLIENT_FIELDS } from '../client.ts';
import type { Gateway } from '../gateway.ts';
import type { Held } from './held.ts';
import { refuseUpgrade, upgradeFault } from './upgrade.ts';
import { letInBySocket, noteCredentials } from './websocket-caller.ts';
import { answer } from './websocket-operation.ts';
import { standingSocketOf, tellCursors } from './websocket-sink.ts';

/** How long clients may take to close when the process ends. */
const CLOSE_MS = 2_000;

/** Serves the graph over WebSocket (graphql-transport-ws) at the given path. Returns what closes it. */
export function addWebSocket(server: Server, path: string, gateway: Gateway): { close: () => Promise<void> } {
  const { config, log, connections, pingMs } = gateway;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: config.limits.bodyBytes });
  const protocol = useServer(
    {
      connectionInitWaitTimeout: config.connectionInitTimeoutMs,
      isProd: true,
      onConnect: (connection) => letInBySocket(connection, gateway),
      onSubscribe: (connection, id, payload) => answer(gateway, connection, { id, payload }),
      execute: ({ rootValue }) => rootValue as ExecutionResult | Held,
    },
    sockets,
    // A client that has not answered a ping by the next one is cut off.
    pingMs,
  );
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node leaves the socket without a listener, and an error without one would end the process.
    socket.on('error', () => socket.destroy());
    const status = upgradeFault(request, path, config);
    const giveBack = status === null ? connections.take() : null;
    if (!giveBack) {
      refuseUpgrade(socket, status ?? '503 Service Unavailable');
      return;
    }
    socket.once('close', giveBack);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      noteCredentials(request);
      forgetHeaders(request);
      sockets.emit('connection', opened, request);
      tellCursors(standingSocketOf({ socket: opened, request }), pingMs);
      // In place of graphql-ws's own, which writes every client's fault to the console as if it were ours.
      opened.removeAllListeners('error').on('error', (err) => log.debug({ err }, 'websocket'));
    });
  };
  server.on('upgrade', onUpgrade);
  return {
    close: async () => {
      server.off('upgrade', onUpgrade);
      const cut = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), CLOSE_MS);
      await protocol.dispose();
      clearTimeout(cut);
    },
  };
}

/** A socket keeps its request for as long as it is open; of the header fields, only these are asked for again. */
function forgetHeaders(request: IncomingMessage): void {
  const kept = ['x-request-id', ...CLIENT_FIELDS].filter((name) => request.headers[name] !== undefined);
  request.headers = Object.fromEntries(kept.map((name) => [name, request.headers[name]]));
  request.rawHeaders = [];
}

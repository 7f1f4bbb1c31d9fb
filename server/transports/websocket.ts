import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionResult } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { CLIENT_FIELDS } from '../client.ts';
import type { Gateway } from './gateway.ts';
import { unknownHolderOf } from '../rate/caller.ts';
import type { HeldOperation } from './held-operation.ts';
import { refuseUpgrade, upgradeFault } from './upgrade.ts';
import { authenticateSocket, noteUpgrade, refusedAsTooMany } from './websocket-caller.ts';
import { answer, noteAnswer } from './websocket-operation.ts';
import {
  drainSocket,
  operationSocketOf,
  readWhileRead,
  sendCursors,
  type OperationSocket,
} from './websocket-sink.ts';

/** How long a client may take to close its end before its socket is cut, whoever closes it and why. */
const CLOSE_MS = 2_000;

/**
 * Serves the graph over WebSocket (graphql-transport-ws) at the given path. Returns a function that closes it: no more sockets and
 * operations are accepted, and each socket ends once its pending operations are answered.
 */
export function addWebSocket(server: Server, path: string, gateway: Gateway): { close: () => Promise<void> } {
  const { config, log, connections, unsent, pingMs } = gateway;
  const options = { noServer: true, maxPayload: config.limits.bodyBytes, closeTimeout: CLOSE_MS };
  const sockets = new WebSocketServer(options);
  const protocol = useServer(
    {
      connectionInitWaitTimeout: config.connectionInitTimeoutMs,
      isProd: true,
      onConnect: (connection) => authenticateSocket(connection, gateway),
      onSubscribe: (connection, id, payload) => answer(gateway, connection, { id, payload }),
      // The message is sent after this callback returns, before the next turn.
      onNext: ({ extra }) => void setImmediate(() => unsent.noteSocket(extra.request.socket)),
      onComplete: noteAnswer,
      onError: noteAnswer,
      execute: ({ rootValue }) => rootValue as ExecutionResult | HeldOperation,
    },
    sockets,
    // A client that has not answered a ping by the time of the next one is disconnected.
    pingMs,
  );
  const open = new Set<OperationSocket>();
  let isClosing = false;
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node leaves the socket without an `error` listener, and an unhandled error would end the process.
    socket.on('error', () => socket.destroy());
    const status = upgradeFault(request, path, config);
    const holder = unknownHolderOf(request.socket.remoteAddress);
    const slot = status === null && !isClosing ? connections.take(holder) : null;
    if (!slot) {
      if (status === null && !isClosing) refusedAsTooMany(request, null, log);
      refuseUpgrade(socket, status ?? '503 Service Unavailable');
      return;
    }
    socket.once('close', slot.release);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      noteUpgrade(request, slot);
      const operations = operationSocketOf({ socket: opened, request });
      open.add(operations);
      opened.once('close', () => open.delete(operations));
      forgetHeaders(request);
      sockets.emit('connection', opened, request);
      sendCursors(operations, pingMs);
      readWhileRead(operations, config.streams.maxBufferedChars);
      // Replaces graphql-ws's own listener, which writes every client's fault to the console as if it were ours.
      opened.removeAllListeners('error').on('error', (err) => log.debug({ err }, 'websocket'));
    });
  };
  server.on('upgrade', onUpgrade);
  return {
    close: async () => {
      isClosing = true;
      const closed = [...open].map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
      for (const operations of open) drainSocket(operations);
      await Promise.all(closed);
      await protocol.dispose();
      server.off('upgrade', onUpgrade);
    },
  };
}

/** A socket keeps its request for as long as it is open; only these header fields are needed later. */
function forgetHeaders(request: IncomingMessage): void {
  const kept = ['x-request-id', ...CLIENT_FIELDS].filter((name) => request.headers[name] !== undefined);
  request.headers = Object.fromEntries(kept.map((name) => [name, request.headers[name]]));
  request.rawHeaders = [];
}

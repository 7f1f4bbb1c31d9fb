import { maxHeaderSize, STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type ConnectionError, type FastifyInstance } from 'fastify';
import type { Logger } from '../../datasources/logger.ts';
import type { Config } from '../config.ts';
import { requestIdOf } from '../context.ts';
import { publicError, requestRefusal } from '../errors.ts';

/** How long a connection may be silent, in milliseconds, unless operations may take longer. */
const SILENT_MS = 15_000;

/** How long the header of a request may take to arrive, in milliseconds. */
const HEADER_MS = 10_000;
/** How long a whole request may take. With {@link HEADER_MS}, and by checks every two seconds, that is 12 and 14 seconds at most. */
const REQUEST_MS = 12_000;

/** Creates the HTTP server, with limits on slow clients and without routes. */
export function createApp(config: Config, log: Logger): FastifyInstance {
  /** The last response of each connection. */
  const responses = new WeakMap<Socket, ServerResponse>();
  const app = Fastify({
    logger: false,
    bodyLimit: config.limits.bodyBytes,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
    // By Node's defaults a slow header may take 85 seconds. To lower that, this and the two settings of `http` must be changed together.
    requestTimeout: REQUEST_MS,
    // For connections without traffic. It exceeds the longest operation, because a connection is silent while one runs.
    connectionTimeout: Math.max(SILENT_MS, config.requestTimeoutMs + SILENT_MS / 3),
    http: {
      headersTimeout: HEADER_MS,
      connectionsCheckingInterval: 2_000,
      // Answer clients that offer HTTP/2 in passing (`Upgrade: h2c`, as Java's does) over HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    clientErrorHandler: (error, socket) => {
      const response = responses.get(socket);
      const isAnswering = response?.headersSent === true && !response.writableFinished;
      // In the middle of another answer it would be read as a part of that.
      if (socket.writable && !isAnswering) answerUnreadable(error, socket, log);
      else socket.destroy();
    },
  });
  app.server.prependListener('request', ({ socket }, response) => responses.set(socket, response));
  return app;
}

/** Answers what Node cannot read as a request, which reaches no route, and closes the connection: what follows cannot be told apart. */
function answerUnreadable(error: ConnectionError, socket: Socket, log: Logger): void {
  const [status, message] = explanationOf(error);
  const errors = [publicError(requestRefusal('BAD_REQUEST', message), requestIdOf(undefined), log)];
  const body = JSON.stringify({ errors });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

function explanationOf({ code, message }: ConnectionError): readonly [status: number, message: string] {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [
        408,
        `The request is late: its header may take ${HEADER_MS / 1_000} s, and all of it ${REQUEST_MS / 1_000} s.`,
      ];
    case 'HPE_HEADER_OVERFLOW':
      return [
        431,
        `The URL and the header fields have more than ${maxHeaderSize} bytes. Send a long operation by POST.`,
      ];
    default:
      return [400, `${message}. Send HTTP/1.1, with the URL percent-encoded (RFC 3986, section 2.1).`];
  }
}

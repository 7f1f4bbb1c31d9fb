import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '../config.ts';
import { isHostAllowed } from './host.ts';
import { isAllowedOrigin } from './origin.ts';

/** The status with which a request for a socket is turned away; null where it is welcome. */
export function upgradeFault(request: IncomingMessage, path: string, config: Config): string | null {
  // Not by way of URL, which throws at what a request line may hold.
  if (request.url?.split('?', 1)[0] !== path) return '404 Not Found';
  if (!isHostAllowed(request.headers, config)) return '421 Misdirected Request';
  // A page of another origin must not use its visitor's browser to speak to the graph (cross-site WebSocket).
  const { origin } = request.headers;
  const isAllowed = origin === undefined || isAllowedOrigin(origin, request.headers, config.allowedOrigins);
  return isAllowed ? null : '403 Forbidden';
}

/** Turns a request for a socket away. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

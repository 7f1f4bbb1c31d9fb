import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '../config.ts';
import { isHostAllowed } from './host.ts';
import { isAllowedOrigin } from './origin.ts';

/** The status with which an upgrade request is refused; null if it is accepted. */
export function upgradeFault(request: IncomingMessage, path: string, config: Config): string | null {
  // Not parsed with URL, which throws on some valid request lines.
  if (request.url?.split('?', 1)[0] !== path) return '404 Not Found';
  if (!isHostAllowed(request.headers, config)) return '421 Misdirected Request';
  // A page of another origin must not use the graph through its visitor's browser (cross-site WebSocket hijacking).
  const { origin } = request.headers;
  const isAllowed = origin === undefined || isAllowedOrigin(origin, request.headers, config.allowedOrigins);
  return isAllowed ? null : '403 Forbidden';
}

/** Refuses an upgrade request; a client that may try again is told when. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  const retry = status.startsWith('503') ? 'Retry-After: 1\r\n' : '';
  socket.end(`HTTP/1.1 ${status}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

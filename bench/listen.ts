import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A listening server. */
export interface Running {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Listens on loopback, on a free port if `port` is 0, and returns the address. */
export async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Closes a server and all its connections. */
export async function closed(server: Server): Promise<void> {
  const closing = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closing;
}

/** The port that this child process should listen on. */
export function portFromEnvironment(): number {
  return Number(process.env['PORT'] ?? 0);
}

/** An address passed to this child process; throws if it is missing. */
export function addressFromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is missing: the benchmark sets it.`);
  return value;
}

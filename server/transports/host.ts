import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../../datasources/rest/loopback.ts';
import type { Config } from '../config.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether it is answered whatever host a request names: as each is signed, or there is nothing to be had. */
    readonly isForAnyHost?: boolean;
  }
}

const HOST = /^(\[[\da-f:.]+\]|[^:/@\s]+)(?::\d+)?$/i;

/**
 * Whether a request names a host that this gateway answers for. The owner of a page can have the page's own name point
 * to this machine (DNS rebinding); the browser then takes the gateway for the page's origin, and the name in `Host` is all that
 * tells. So a gateway that listens on loopback answers to loopback names, and to those in ALLOWED_HOSTS; any other
 * to those in ALLOWED_HOSTS, or to all where there are none. Who names no host is no browser.
 */
export function isHostAllowed(
  { host: named }: IncomingHttpHeaders,
  { host, allowedHosts }: Pick<Config, 'host' | 'allowedHosts'>,
): boolean {
  if (named === undefined || (allowedHosts.length === 0 && !isLoopback(host))) return true;
  const name = HOST.exec(named)?.[1]?.toLowerCase();
  return name !== undefined && (isLoopback(name) || allowedHosts.includes(name));
}

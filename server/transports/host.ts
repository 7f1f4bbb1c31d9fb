import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../../datasources/rest/loopback.ts';
import type { Config } from '../config.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route answers requests for any host, because each request is signed or the route exposes nothing. */
    readonly isForAnyHost?: boolean;
  }
}

const HOST = /^(\[[\da-f:.]+\]|[^:/@\s]+)(?::\d+)?$/i;

/**
 * Whether a request names a host that this gateway serves. The owner of a web page can point the page's own name at this machine (DNS
 * rebinding). The browser then treats the gateway as part of the page's origin, and only the name in `Host` reveals it. So a gateway that
 * listens on loopback serves loopback names and those in ALLOWED_HOSTS; any other serves those in ALLOWED_HOSTS, or all if there are none.
 * A request without a host does not come from a browser.
 */
export function isHostAllowed(
  { host: named }: IncomingHttpHeaders,
  { host, allowedHosts }: Pick<Config, 'host' | 'allowedHosts'>,
): boolean {
  if (named === undefined || (allowedHosts.length === 0 && !isLoopback(host))) return true;
  const name = HOST.exec(named)?.[1]?.toLowerCase();
  return name !== undefined && (isLoopback(name) || allowedHosts.includes(name));
}

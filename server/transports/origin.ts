import type { IncomingHttpHeaders } from 'node:http';

/** Whether a page of this origin may use the graph: one of the gateway's own origins, or an allowed one. */
export function isAllowedOrigin(
  origin: string,
  { host }: Pick<IncomingHttpHeaders, 'host'>,
  allowed: readonly string[],
): boolean {
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Header fields that a page of another origin cannot send without a preflight (Fetch, section 3.3.5); the same as in Apollo Server. */
const PREFLIGHTED = ['x-apollo-operation-name', 'apollo-require-preflight'] as const;

/**
 * Whether a GET may have been sent from an unsuspecting user's browser by a page that may not use the graph (CSRF). Such a page can send
 * any GET, but cannot read the response. Browsers name the origin of a request: with `Origin` if the page asks to read the answer, and
 * always with `Sec-Fetch-Site` (Fetch Metadata; all of them since 2023). A request with neither is not taken for a browser's: an older
 * browser can be made to send a query, but keeps the answer from the page.
 */
export function isForged(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, 'content-type': type } = headers;
  if (type === 'application/json' || PREFLIGHTED.some((name) => Boolean(headers[name]))) return false;
  if (origin !== undefined) return !isAllowedOrigin(origin, headers, allowed);
  const site = headers['sec-fetch-site'] ?? 'none';
  return site !== 'none' && site !== 'same-origin';
}

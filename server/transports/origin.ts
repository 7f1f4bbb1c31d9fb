import type { IncomingHttpHeaders } from 'node:http';

/** Whether a page of this origin may use the graph: one of the gateway's own, or one that is allowed. */
export function isAllowedOrigin(
  origin: string,
  { host }: Pick<IncomingHttpHeaders, 'host'>,
  allowed: readonly string[],
): boolean {
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Header fields that no page of another origin can send without being asked first (Fetch, section 3.3.5); as Apollo Server has it. */
const PREFLIGHTED = ['x-apollo-operation-name', 'apollo-require-preflight'] as const;

/**
 * Whether a GET may be the doing of a page that is not to use the graph, in the browser of somebody who knows nothing of it (CSRF). Such a page
 * can have any GET sent, though not read what comes of it. Browsers say whose doing a request is: by `Origin`, where its page asks to read
 * the answer, and by `Sec-Fetch-Site` always (Fetch Metadata; all of them since 2023). Who says nothing is taken for no
 * browser: an older one can be had to ask a query, whose answer it keeps from the page.
 */
export function isForged(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, 'content-type': type } = headers;
  if (type === 'application/json' || PREFLIGHTED.some((name) => Boolean(headers[name]))) return false;
  if (origin !== undefined) return !isAllowedOrigin(origin, headers, allowed);
  const site = headers['sec-fetch-site'] ?? 'none';
  return site !== 'none' && site !== 'same-origin';
}

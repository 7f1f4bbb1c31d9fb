/** `Sun, 06 Nov 1994 08:49:37 GMT`; `Date.parse` alone would accept "1.5" and "-5" as dates. */
const HTTP_DATE = /^[A-Za-z]{3,9}, \d{2}[ -][A-Za-z]{3}[ -](\d{4}|\d{2}) \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds that a `Retry-After` header asks to wait, given in seconds or as an HTTP date (RFC 9110, 10.2.3). Null if it is absent or
 * neither. Of several fields, the first counts.
 */
export function retryAfterMs(
  header: string | readonly string[] | undefined,
  now = Date.now(),
): number | null {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const at = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

import { ContractError } from './errors/contract.ts';
import { RateLimitedError } from './errors/rate-limited.ts';
import { RefusedError } from './errors/refused.ts';
import { UnauthorizedError } from './errors/unauthorized.ts';
import { UnavailableError } from './errors/unavailable.ts';
import type { CallTarget } from './errors/upstream-error.ts';
import { retryAfterMs } from './retry-after.ts';

/** A system's answer, its body parsed but not yet checked. */
export interface RestResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** An answer as received. */
export type RawResponse = Omit<RestResponse, 'body'> & { readonly text: string };

/** How long to leave a system alone after a 429 that does not say for how long. */
const DEFAULT_WAIT_MS = 1_000;
const MAX_QUOTE = 300;

/**
 * Interprets an answer: returns its parsed body for 2xx and for the statuses that the caller expects, and throws an UpstreamError for all
 * others, including 3xx. Only the members of a body that name the kind of problem (RFC 9457) get into the error, and so into the log:
 * anything else may be about a person. `authFields` holds the header fields that the call was sent with: systems quote what they refuse, and
 * no credential may get into a log that way.
 */
export function classifyResponse(
  { status, headers, text }: RawResponse,
  expected: readonly number[],
  authFields: Readonly<Record<string, string>>,
  target: CallTarget,
): RestResponse {
  const quote = () => `status ${status}: ${withoutSecrets(kindOf(text), authFields).slice(0, MAX_QUOTE)}`;
  if (status < 300 || expected.includes(status)) {
    return { status, headers, body: parse(text, status, target, quote) };
  }
  const wait = retryAfterMs(headers['retry-after']);
  if (status === 429 || (status === 503 && wait !== null)) {
    throw new RateLimitedError(target, wait ?? DEFAULT_WAIT_MS, status === 503);
  }
  if (status >= 500) throw new UnavailableError(target, quote());
  if (status === 401 || status === 403) throw new UnauthorizedError(target, quote());
  throw new RefusedError(target, quote());
}

function parse(text: string, status: number, target: CallTarget, quote: () => string): unknown {
  if (status === 204 || status === 304) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Without a cause: a SyntaxError would quote the text again, along with any secret in it.
    throw new ContractError(target, `a body that is no JSON, ${quote()}`);
  }
}

/** The members that name the kind of problem; `detail` and `instance` describe the case at hand. */
const KIND = ['type', 'title', 'code'] as const;

function kindOf(text: string): string {
  const problem = problemIn(text);
  const words = KIND.map((name) => problem[name]).filter(
    (value) => typeof value === 'string' && value !== '',
  );
  return words.length > 0 ? words.join(', ') : `a body of ${text.length} characters`;
}

function problemIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

/** Returns the text without the values of these header fields, whether in full or only what follows their scheme (`Bearer …`). */
function withoutSecrets(text: string, authFields: Readonly<Record<string, string>>): string {
  const start = text.slice(0, 10 * MAX_QUOTE);
  const secrets = Object.values(authFields).flatMap((value) => [value, value.slice(value.indexOf(' ') + 1)]);
  return secrets.reduce(
    (clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '[redacted]')),
    start,
  );
}

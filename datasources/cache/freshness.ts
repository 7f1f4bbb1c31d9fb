import type { Headers } from '../scope.ts';

/** How long an answer may be used, by its age in milliseconds. */
export interface Freshness {
  /** How old it was when it came. */
  readonly ageMs: number;
  /** Up to this age it is fresh. */
  readonly softMs: number;
  /** Past this age it is not used at all; in between it is used while it is fetched anew. */
  readonly hardMs: number;
}

/** What holds where a system says nothing. */
export interface FreshnessDefaults {
  /** Milliseconds for which an answer is fresh whose system does not say for how long. */
  readonly maxAgeMs: number;
  /** Milliseconds past that for which it may be used while it is fetched anew. */
  readonly staleMs: number;
}

/** No tier keeps anything for longer, whatever its system says, and evictions are remembered for as long: a day. */
export const LONGEST_MS = 24 * 3_600_000;

/** What must be asked for anew each time. */
export const UNKEPT: Freshness = { ageMs: 0, softMs: 0, hardMs: 0 };

/**
 * How long an answer may be used (RFC 9111, sections 4.2 and 5.2.2): `max-age` less `Age`, else `Expires`; `no-store` and `no-cache` not at all;
 * `stale-while-revalidate` (RFC 5861, section 3) in place of the default; `must-revalidate` allows no stale use. `private` does not
 * matter: to its system the gateway is one user, whose own cache this is.
 */
export function freshnessOf(headers: Headers, defaults: FreshnessDefaults): Freshness {
  const directives = directivesOf(headers['cache-control']);
  if (directives.has('no-store') || directives.has('no-cache')) return UNKEPT;
  // What cannot be read is taken for over (section 4.2.1).
  const maxAgeMs = directives.has('max-age')
    ? (milliseconds(directives.get('max-age')) ?? 0)
    : (untilExpires(headers) ?? defaults.maxAgeMs);
  const staleMs = directives.has('must-revalidate')
    ? 0
    : (milliseconds(directives.get('stale-while-revalidate')) ?? defaults.staleMs);
  const softMs = Math.min(maxAgeMs, LONGEST_MS);
  const ageMs = milliseconds(textOf(headers['age'])) ?? 0;
  return { ageMs, softMs, hardMs: softMs === 0 ? 0 : Math.min(softMs + staleMs, LONGEST_MS) };
}

/** The time from `Date` to `Expires`, 0 where one of them cannot be read or it is over (section 5.3); undefined without `Expires`. */
function untilExpires(headers: Headers): number | undefined {
  const expires = textOf(headers['expires']);
  if (expires === undefined) return undefined;
  const date = textOf(headers['date']);
  const ms = Date.parse(expires) - (date === undefined ? Date.now() : Date.parse(date));
  return Number.isNaN(ms) ? 0 : Math.max(ms, 0);
}

/** The freshness of what was put together from two answers: that of the one which is over first. */
export function shorter(one: Freshness, other: Freshness): Freshness {
  return {
    ageMs: Math.max(one.ageMs, other.ageMs),
    softMs: Math.min(one.softMs, other.softMs),
    hardMs: Math.min(one.hardMs, other.hardMs),
  };
}

/** Directives by name, in lower case; a value may be quoted (RFC 9111, section 5.2). Of a name that comes twice the first counts. */
function directivesOf(field: string | string[] | undefined): ReadonlyMap<string, string | undefined> {
  const directives = new Map<string, string | undefined>();
  for (const [, name = '', quoted, token] of textOf(field)?.matchAll(DIRECTIVE) ?? []) {
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), quoted ?? token);
  }
  return directives;
}

const DIRECTIVE = /([\w-]+)(?:=(?:"([^"]*)"|([^\s,"]*)))?/g;

/** More seconds than this are as many (RFC 9111, section 1.2.2). */
const MOST_SECONDS = 2 ** 31;

/** Seconds as they are written in header fields; undefined where they are none, as an unreadable field is no field. */
function milliseconds(seconds: string | undefined): number | undefined {
  if (seconds === undefined || !/^\d+$/.test(seconds)) return undefined;
  return Math.min(Number(seconds), MOST_SECONDS) * 1_000;
}

function textOf(field: string | string[] | undefined): string | undefined {
  return Array.isArray(field) ? field.join(', ') : field;
}

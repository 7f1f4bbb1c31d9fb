import type { Headers } from '../scope.ts';
import { fieldText } from '../header-field.ts';

/** How long an answer may be used, by its age in milliseconds. */
export interface Freshness {
  /** How old it was when it came. */
  readonly ageMs: number;
  /** Up to this age it is fresh. */
  readonly softMs: number;
  /** Past this age it is not used while its system answers; in between it is used while it is fetched anew. */
  readonly hardMs: number;
  /** Past this age it is not used at all; in between it stands in where its system cannot be had. */
  readonly lastMs: number;
}

/** What holds where a system says nothing. */
export interface FreshnessDefaults {
  /** Milliseconds for which an answer is fresh whose system does not say for how long. */
  readonly maxAgeMs: number;
  /** Milliseconds past that for which it may be used while it is fetched anew. */
  readonly staleMs: number;
  /** Milliseconds past its freshness for which it may stand in while its system cannot be had. */
  readonly staleIfErrorMs: number;
}

/** No tier keeps anything for longer, whatever its system says, and evictions are remembered for as long: a day. */
export const LONGEST_MS = 24 * 3_600_000;

/** What must be asked for anew each time. */
export const UNKEPT: Freshness = { ageMs: 0, softMs: 0, hardMs: 0, lastMs: 0 };

/**
 * How long an answer may be used (RFC 9111, sections 4.2 and 5.2.2): `max-age` less `Age`, else `Expires`; `no-store` and `no-cache` not at all;
 * `stale-while-revalidate` and `stale-if-error` (RFC 5861, sections 3 and 4) in place of the defaults; `must-revalidate` allows no stale use. `private` does not
 * matter: to its system the gateway is one user, whose own cache this is.
 */
export function freshnessOf(headers: Headers, defaults: FreshnessDefaults): Freshness {
  const directives = directivesOf(headers['cache-control']);
  if (directives.has('no-store') || directives.has('no-cache')) return UNKEPT;
  // What cannot be read is taken for over (section 4.2.1).
  const maxAgeMs = directives.has('max-age')
    ? (milliseconds(directives.get('max-age')) ?? 0)
    : (untilExpires(headers) ?? defaults.maxAgeMs);
  const mustRevalidate = directives.has('must-revalidate');
  const past = (name: string, usual: number) =>
    mustRevalidate ? 0 : (milliseconds(directives.get(name)) ?? usual);
  const staleMs = past('stale-while-revalidate', defaults.staleMs);
  const standInMs = Math.max(staleMs, past('stale-if-error', defaults.staleIfErrorMs));
  const softMs = Math.min(maxAgeMs, LONGEST_MS);
  const ageMs = milliseconds(fieldText(headers['age'])) ?? 0;
  // What is not kept cannot stand in either.
  const until = (pastMs: number) => (softMs === 0 ? 0 : Math.min(softMs + pastMs, LONGEST_MS));
  return { ageMs, softMs, hardMs: until(staleMs), lastMs: until(standInMs) };
}

/** The time from `Date` to `Expires`, 0 where one of them cannot be read or it is over (section 5.3); undefined without `Expires`. */
function untilExpires(headers: Headers): number | undefined {
  const { expires, date } = headers;
  if (expires === undefined) return undefined;
  const from = date === undefined ? Date.now() : Date.parse(fieldText(date));
  const ms = Date.parse(fieldText(expires)) - from;
  return Number.isNaN(ms) ? 0 : Math.max(ms, 0);
}

/**
 * The freshness of what was put together from two answers: as old as the older of them, and over as soon as the first of them is. Each
 * limit is an age of its own answer, so what counts is how much of it is left.
 */
export function shorter(one: Freshness, other: Freshness): Freshness {
  if (one.hardMs === 0 || other.hardMs === 0) return UNKEPT;
  const ageMs = Math.max(one.ageMs, other.ageMs);
  const until = (limit: 'softMs' | 'hardMs' | 'lastMs') =>
    ageMs + Math.min(one[limit] - one.ageMs, other[limit] - other.ageMs);
  return { ageMs, softMs: until('softMs'), hardMs: until('hardMs'), lastMs: until('lastMs') };
}

/** Directives by name, in lower case; a value may be quoted (RFC 9111, section 5.2). Of a name that comes twice the first counts. */
function directivesOf(field: string | string[] | undefined): ReadonlyMap<string, string | undefined> {
  const directives = new Map<string, string | undefined>();
  for (const [, name = '', quoted, token] of fieldText(field).matchAll(DIRECTIVE)) {
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

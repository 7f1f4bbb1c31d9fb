import type { Headers } from '../scope.ts';
import { fieldText } from '../header-field.ts';

/** How long an answer may be used, as limits on its age in milliseconds. */
export interface Freshness {
  /** Its age on arrival. */
  readonly ageMs: number;
  /** Up to this age, it is fresh. */
  readonly softMs: number;
  /** Past this age, it is not used while its system is available; between the soft age and this one, it is used while it is refetched. */
  readonly hardMs: number;
  /** Past this age, it is not used at all; between the hard age and this one, it stands in while its system is unavailable. */
  readonly lastMs: number;
}

/** Defaults for answers that state no lifetime. */
export interface FreshnessDefaults {
  /** Milliseconds for which such an answer is fresh. */
  readonly maxAgeMs: number;
  /** Milliseconds past that during which it may be used while it is refetched. */
  readonly staleMs: number;
  /** Milliseconds past its freshness during which it may stand in while its system is unavailable. */
  readonly staleIfErrorMs: number;
}

/** The longest time that any tier keeps a value, whatever its system says, and that evictions are remembered: one day. */
export const MAX_AGE_MS = 24 * 3_600_000;

/** For answers that must not be kept. */
export const UNCACHEABLE: Freshness = { ageMs: 0, softMs: 0, hardMs: 0, lastMs: 0 };

/**
 * Computes how long an answer may be used (RFC 9111, sections 4.2 and 5.2.2): `max-age` less `Age`, else `Expires`; not at all with
 * `no-store` or `no-cache`. `stale-while-revalidate` and `stale-if-error` (RFC 5861, sections 3 and 4) replace the defaults;
 * `must-revalidate` forbids stale use. `private` is ignored: to its system the gateway is a single user, and this is that user's own cache.
 */
export function freshnessOf(headers: Headers, defaults: FreshnessDefaults): Freshness {
  const directives = directivesOf(headers['cache-control']);
  if (directives.has('no-store') || directives.has('no-cache')) return UNCACHEABLE;
  // A value that cannot be parsed is treated as stale (section 4.2.1).
  const maxAgeMs = directives.has('max-age')
    ? (milliseconds(directives.get('max-age')) ?? 0)
    : (untilExpires(headers) ?? defaults.maxAgeMs);
  const mustRevalidate = directives.has('must-revalidate');
  const past = (name: string, usual: number) =>
    mustRevalidate ? 0 : (milliseconds(directives.get(name)) ?? usual);
  const staleMs = past('stale-while-revalidate', defaults.staleMs);
  const standInMs = Math.max(staleMs, past('stale-if-error', defaults.staleIfErrorMs));
  const softMs = Math.min(maxAgeMs, MAX_AGE_MS);
  // Of a repeated Age, the first counts (section 5.1).
  const ageMs = milliseconds(fieldText(headers['age']).split(',', 1)[0]?.trim()) ?? 0;
  // An answer that is not kept cannot stand in either.
  const until = (pastMs: number) => (softMs === 0 ? 0 : Math.min(softMs + pastMs, MAX_AGE_MS));
  return { ageMs, softMs, hardMs: until(staleMs), lastMs: until(standInMs) };
}

/** The time from `Date` to `Expires`; 0 if it has passed or either cannot be parsed (section 5.3); undefined without `Expires`. */
function untilExpires(headers: Headers): number | undefined {
  const { expires, date } = headers;
  if (expires === undefined) return undefined;
  const from = date === undefined ? Date.now() : Date.parse(fieldText(date));
  const ms = Date.parse(fieldText(expires)) - from;
  return Number.isNaN(ms) ? 0 : Math.max(ms, 0);
}

/**
 * Returns the freshness of a value built from two answers: as old as the older one, and stale as soon as either is. The limits are ages of
 * different answers, so it compares how much time each has left.
 */
export function shorter(one: Freshness, other: Freshness): Freshness {
  if (one.hardMs === 0 || other.hardMs === 0) return UNCACHEABLE;
  const ageMs = Math.max(one.ageMs, other.ageMs);
  const until = (limit: 'softMs' | 'hardMs' | 'lastMs') =>
    ageMs + Math.min(one[limit] - one.ageMs, other[limit] - other.ageMs);
  return { ageMs, softMs: until('softMs'), hardMs: until('hardMs'), lastMs: until('lastMs') };
}

/** Directives by lower-case name; a value may be quoted (RFC 9111, section 5.2). Of duplicates, the first counts. */
function directivesOf(field: string | string[] | undefined): ReadonlyMap<string, string | undefined> {
  const directives = new Map<string, string | undefined>();
  for (const [, name = '', quoted, token] of fieldText(field).matchAll(DIRECTIVE)) {
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), quoted ?? token);
  }
  return directives;
}

const DIRECTIVE = /([\w-]+)(?:=(?:"([^"]*)"|([^\s,"]*)))?/g;

/** Larger values are treated as this many seconds (RFC 9111, section 1.2.2). */
const MAX_SECONDS = 2 ** 31;

/**
 * Converts seconds, as written in header fields, to milliseconds; undefined if they cannot be parsed, as an unreadable field counts as
 * absent.
 */
function milliseconds(seconds: string | undefined): number | undefined {
  if (seconds === undefined || !/^\d+$/.test(seconds)) return undefined;
  return Math.min(Number(seconds), MAX_SECONDS) * 1_000;
}

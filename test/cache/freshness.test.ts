import { describe, expect, test } from 'vitest';
import { freshnessOf, MAX_AGE_MS, shorter, UNCACHEABLE } from '../../datasources/cache/freshness.ts';

const DEFAULTS = { maxAgeMs: 10_000, staleMs: 5_000, staleIfErrorMs: 60_000 };

/** The age of an answer with this `Cache-Control`, and how long it is fresh and usable, in seconds. */
function lifeOf(cacheControl: string | string[] | undefined, headers: Record<string, string> = {}) {
  const field = cacheControl === undefined ? {} : { 'cache-control': cacheControl };
  const { ageMs, softMs, hardMs } = freshnessOf({ ...headers, ...field }, DEFAULTS);
  return { age: ageMs / 1_000, soft: softMs / 1_000, hard: hardMs / 1_000 };
}

describe('how long an answer may be used (RFC 9111, RFC 5861)', () => {
  test.each<[string, string | string[] | undefined, number, number]>([
    ['no header', undefined, 10, 15],
    ['a header without lifetimes', 'private', 10, 15],
    ['max-age', 'max-age=30', 30, 35],
    ['in capitals', 'Private, Max-Age=30', 30, 35],
    ['quoted', 'max-age="30"', 30, 35],
    ['no-store', 'max-age=30, no-store', 0, 0],
    ['no-cache', 'no-cache, max-age=30', 0, 0],
    ['no-cache for a field', 'no-cache="set-cookie", max-age=30', 0, 0],
    ['must-revalidate', 'max-age=30, must-revalidate', 30, 30],
    ['stale-while-revalidate', 'max-age=30, stale-while-revalidate=60', 30, 90],
    [
      'must-revalidate with stale-while-revalidate',
      'max-age=30, must-revalidate, stale-while-revalidate=60',
      30,
      30,
    ],
    ['max-age=0', 'max-age=0, stale-while-revalidate=60', 0, 0],
    ['several header fields', ['private', 'max-age=30'], 30, 35],
    ['max-age twice', 'max-age=30, max-age=60', 30, 35],
    ['max-age that is not a number', 'max-age=soon', 0, 0],
    ['a negative max-age', 'max-age=-1', 0, 0],
    ['junk', ';;=,"', 10, 15],
    ['directives inside a quoted string', 'note="no-store, max-age=1", max-age=30', 30, 35],
    ['a year', 'max-age=31536000', MAX_AGE_MS / 1_000, MAX_AGE_MS / 1_000],
    ['more than a number holds', `max-age=${'9'.repeat(400)}`, MAX_AGE_MS / 1_000, MAX_AGE_MS / 1_000],
  ])('%s', (_, field, soft, hard) => {
    expect(lifeOf(field)).toEqual({ age: 0, soft, hard });
  });

  test.each<[string, number]>([
    ['max-age=30', 90],
    ['max-age=30, stale-if-error=600', 630],
    ['max-age=30, stale-if-error=0', 35],
    ['max-age=30, stale-while-revalidate=90', 120],
    ['max-age=30, must-revalidate, stale-if-error=600', 30],
    ['max-age=0, stale-if-error=600', 0],
    ['no-store, stale-if-error=600', 0],
    ['max-age=30, stale-if-error=31536000', MAX_AGE_MS / 1_000],
  ])('%s: it may stand in for up to %d seconds while its system is down', (field, last) => {
    expect(freshnessOf({ 'cache-control': field }, DEFAULTS).lastMs / 1_000).toBe(last);
  });

  test('the age of an answer on arrival counts', () => {
    expect(lifeOf('max-age=30', { age: '12' }).age).toBe(12);
    expect(lifeOf('max-age=30', { age: 'old' }).age).toBe(0);
    expect(lifeOf('max-age=30', { age: '5, 6' }).age).toBe(5);
    expect(lifeOf('max-age=30', { age: '99999999999999' }).age).toBeGreaterThan(1_000_000_000);
  });

  test('two answers combine to the lifetime that ends first', () => {
    const [one, other] = [
      { ageMs: 5, softMs: 10, hardMs: 40, lastMs: 50 },
      { ageMs: 1, softMs: 20, hardMs: 30, lastMs: 60 },
    ];
    expect(shorter(one, other)).toEqual({ ageMs: 5, softMs: 10, hardMs: 34, lastMs: 50 });
    expect(shorter(other, one)).toEqual(shorter(one, other));
    expect(shorter(one, UNCACHEABLE)).toEqual(UNCACHEABLE);
    expect(shorter(UNCACHEABLE, one)).toEqual(UNCACHEABLE);
  });

  test('an old answer with much time left does not use up the time of a young one with little', () => {
    const old = { ageMs: 15, softMs: 60, hardMs: 60, lastMs: 60 };
    const young = { ageMs: 0, softMs: 10, hardMs: 10, lastMs: 10 };
    expect(shorter(old, young)).toEqual({ ageMs: 15, softMs: 25, hardMs: 25, lastMs: 25 });
  });
});

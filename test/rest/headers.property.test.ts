import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { linkParameter, nextLink } from '../../datasources/rest/paging/link-header.ts';
import { retryAfterMs } from '../../datasources/rest/retry-after.ts';

describe('Retry-After', () => {
  test('is read in seconds', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seconds) => {
        expect(retryAfterMs(String(seconds))).toBe(seconds * 1_000);
        expect(retryAfterMs([` ${seconds} `, '7'])).toBe(seconds * 1_000);
      }),
    );
  });

  test('is read as a date, and is never negative', () => {
    const seconds = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2090-01-01'), noInvalidDate: true }),
        seconds,
        (date, wait) => {
          const now = Math.floor(date.getTime() / 1_000) * 1_000;
          const header = new Date(now + wait * 1_000).toUTCString();
          expect(retryAfterMs(header, now)).toBe(Math.max(0, wait) * 1_000);
        },
      ),
    );
  });

  test.each(['', 'soon', '-5', '1.5', '1e3', '2026-01-01', '5 seconds', 'Thu, 99 Foo 2026 99:99:99 GMT'])(
    '"%s" is ignored',
    (header) => {
      expect(retryAfterMs(header)).toBeNull();
    },
  );

  test('gives null or a delay for any text, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined)), (header) => {
        const ms = retryAfterMs(header);
        expect(ms === null || ms >= 0).toBe(true);
      }),
    );
  });
});

describe('Link', () => {
  const CALL = { system: 'commerce', method: 'GET', path: '/v2/orders' };
  const target = fc.webUrl({ withQueryParameters: true }).filter((url) => !/[<>]/.test(url));
  const relation = fc.constantFrom('prev', 'first', 'last', 'nextish', 'prenext', 'up');
  const quoted = fc.string({ unit: fc.constantFrom('a', ' ', ',', ';', '=', '<', '>', 'rel=next') });
  const blank = fc.constantFrom('', ' ', '\t');
  const title = quoted.map((text) => `title="${text}"`);
  const link = (relations: fc.Arbitrary<string>) =>
    fc
      .tuple(target, relations, fc.array(title, { maxLength: 2 }), blank, fc.boolean())
      .map(([url, rel, titles, space, titlesFirst]) => {
        const parts = titlesFirst ? [...titles, rel] : [rel, ...titles];
        return { url, text: [`<${url}>`, ...parts].join(`${space};${space}`) };
      });
  const relOf = (relations: fc.Arbitrary<string>) =>
    fc.oneof(
      relations.map((rel) => `rel="${rel}"`),
      relations.filter((rel) => !rel.includes(' ')).map((rel) => `rel=${rel}`),
    );
  const other = link(relOf(relation));
  const next = link(relOf(fc.constantFrom('next', 'NEXT', 'last next', 'next prev')));

  test('the next page is found among other links, in any notation', () => {
    fc.assert(
      fc.property(
        fc.array(other, { maxLength: 3 }),
        next,
        fc.array(other, { maxLength: 3 }),
        (before, wanted, after) => {
          const texts = [...before, wanted, ...after].map(({ text }) => text);
          expect(nextLink(texts.join(', '))).toBe(wanted.url);
          expect(nextLink(texts)).toBe(wanted.url);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('no next page is found if there is none', () => {
    fc.assert(
      fc.property(fc.array(other, { maxLength: 4 }), (links) => {
        expect(nextLink(links.map(({ text }) => text).join(','))).toBeNull();
      }),
    );
    expect(nextLink(undefined)).toBeNull();
    expect(nextLink('<https://a.example/?rel=next>; title="rel=next"')).toBeNull();
  });

  test('malformed long headers do not take long to read', () => {
    expect(nextLink('<'.repeat(50_000))).toBeNull();
    expect(nextLink(`<a>${';'.repeat(50_000)}`)).toBeNull();
    expect(nextLink(`<a>${'; a="'.repeat(20_000)}`)).toBeNull();
  });

  test('a parameter of a relative or absolute link is decoded to its original value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (cursor) => {
        const search = new URLSearchParams({ a: '1', page_info: cursor });
        expect(linkParameter(`/v2/orders?${search}`, 'page_info', CALL)).toBe(cursor);
        expect(linkParameter(`https://shop.example/v2/orders?${search}`, 'page_info', CALL)).toBe(cursor);
        expect(() => linkParameter(`/v2/orders?${search}`, 'limit', CALL)).toThrow(ContractError);
      }),
    );
    expect(linkParameter(null, 'page_info', CALL)).toBeNull();
    expect(() => linkParameter('http://[', 'page_info', CALL)).toThrow(ContractError);
  });
});

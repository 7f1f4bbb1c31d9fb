import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryString, type Query } from '../../datasources/rest/query.ts';

/** Texts as JSON may hold them: with lone surrogates, control characters, and all characters with a meaning in a URL. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('&', '=', '?', '#', '%', '+', ',', ' ', ';', '/', ':', '\u0000', '\ud800'),
    fc.string({ minLength: 1, maxLength: 1 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean());
const value = fc.oneof(scalar, fc.array(fc.oneof(text, fc.integer())), fc.constantFrom(null, undefined));

test('a parser gets back every parameter unchanged, whatever it holds, and no other', () => {
  fc.assert(
    fc.property(fc.dictionary(text, value), (query: Query) => {
      const read = [...new URLSearchParams(queryString(query).replaceAll('+', '%2B'))];
      const written = Object.entries(query)
        .filter(([, given]) => given !== null && given !== undefined)
        .map(([name, given]) => [name.toWellFormed(), String(given).toWellFormed()]);
      expect(read).toEqual(written);
    }),
    { numRuns: 1_000 },
  );
});

test('a query string has only characters valid in a request line, and leaves out missing parameters', () => {
  fc.assert(
    fc.property(fc.dictionary(text, value), (query: Query) => {
      expect(queryString(query)).toMatch(/^(\?[\w.~!*'()%=&,-]*)?$/);
    }),
  );
  expect(queryString({ a: null, b: undefined })).toBe('');
});

test('a comma inside an item of a list does not split it', () => {
  expect(queryString({ ids: ['1,2', 3], filter: 'Id in (1,2)' })).toBe('?ids=1%2C2,3&filter=Id%20in%20(1,2)');
});

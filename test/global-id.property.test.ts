import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as domains from '../resolvers/domains.ts';
import { InputError } from '../datasources/errors.ts';
import { fromGlobalId, parseId, toGlobalId } from '../resolvers/global-id.ts';

const TYPES = Object.values(domains).flatMap((domain) => Object.keys(domain.entities));
const type = fc.constantFrom(...TYPES);
/** Ids as systems write them: numbers, codes and pairs, possibly with colons and slashes, but no line breaks. */
const id = fc.string({ minLength: 1 }).filter((text) => !/[\n\r\u2028\u2029]/.test(text));

test('every id of every type can be read back from its global id, which parses as that type only', () => {
  expect(TYPES.length).toBeGreaterThan(3);
  fc.assert(
    fc.property(type, type, id, (typeName, other, own) => {
      const globalId = toGlobalId(typeName, own);
      expect(fromGlobalId(globalId)).toEqual({ typeName, id: own });
      expect(parseId(typeName, globalId)).toBe(own);
      if (other !== typeName) expect(() => parseId(other, globalId)).toThrow(InputError);
    }),
    { numRuns: 1_000 },
  );
});

test('two entities never share a global id', () => {
  fc.assert(
    fc.property(fc.tuple(type, id), fc.tuple(type, id), (a, b) => {
      const same = a[0] === b[0] && a[1] === b[1];
      expect(toGlobalId(...a) === toGlobalId(...b)).toBe(same);
    }),
    { numRuns: 1_000 },
  );
});

test('any text either is a global id that reads back as itself, or is rejected', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.tuple(fc.string(), fc.string()).map((parts) => parts.join(':')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const found = fromGlobalId(text);
      if (found) expect(toGlobalId(found.typeName, found.id)).toBe(text);
      else expect(() => parseId('Customer', text)).toThrow('Expected the global id of a Customer');
    }),
  );
});

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf, idInKey, isSameDigest, keyIdOf, newSecret } from '../../server/keys/secret.ts';

const id = fc.string({ minLength: 1 }).map(keyIdOf);

test('the id can be read from a key, and from no other text', () => {
  fc.assert(
    fc.property(id, (own) => {
      const key = newSecret(own);
      expect(key).toMatch(/^isk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
      expect(idInKey(key)).toBe(own);
    }),
  );
  fc.assert(fc.property(fc.string({ maxLength: 100 }), (text) => idInKey(text) === null));
});

/** What a scanner for leaked keys would check, implemented from docs/api-keys.md alone. */
function isPlausible(key: string): boolean {
  const [, body = '', checksum = ''] =
    /^(isk_[0-9A-Za-z]{12}_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/.exec(key) ?? [];
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const stated = checksum.split('').reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
  return body !== '' && stated === crc32(body);
}

test('a scanner recognizes a key, and rejects one with a character changed', () => {
  fc.assert(
    fc.property(
      id,
      fc.nat(66),
      fc.constantFrom('0', '1', '9', 'A', 'Z', 'a', 'z', '_', '-'),
      (own, at, other) => {
        const key = newSecret(own);
        fc.pre(at < key.length && key[at] !== other);
        expect(isPlausible(key)).toBe(true);
        expect(isPlausible(`${key.slice(0, at)}${other}${key.slice(at + 1)}`)).toBe(false);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('no two secrets are alike, and neither are their digests', () => {
  const secrets = Array.from({ length: 1_000 }, () => newSecret('000000000000'));
  expect(new Set(secrets).size).toBe(1_000);
  const [one = '', other = ''] = secrets;
  expect(isSameDigest(digestOf(one), digestOf(one))).toBe(true);
  expect(isSameDigest(digestOf(one), digestOf(other))).toBe(false);
  expect(isSameDigest(digestOf(one), '')).toBe(false);
});

test('the same idempotency key gives the same id, and another gives another', () => {
  expect(keyIdOf('one')).toBe(keyIdOf('one'));
  expect(keyIdOf('one')).not.toBe(keyIdOf('two'));
});

import { expect, test } from 'vitest';
import { verifiedCallerOf } from '../../server/identity/jwt/claims.ts';

const nameOf = (claims: Record<string, unknown>) => {
  const known = verifiedCallerOf(claims, 'customer', 1);
  return typeof known === 'string' ? null : known.name;
};

test('a token’s caller is its subject, or else its client; the two differ even if their names are equal', () => {
  expect(nameOf({ sub: 'billing' })).toBe('token:billing');
  expect(nameOf({ sub: 'billing', client_id: 'billing' })).toBe('token:billing');
  expect(nameOf({ client_id: 'billing' })).toBe('client:billing');
});

test.each([{}, { sub: '' }, { sub: '', client_id: 'billing' }, { client_id: '' }, { client_id: 7 }])(
  'a token with the claims %j has no caller',
  (claims) => {
    expect(nameOf(claims)).toBeNull();
  },
);

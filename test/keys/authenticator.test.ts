import { afterEach, beforeEach, expect, test } from 'vitest';
import { IN_MEMORY, openStore, type Store } from '../../changes/sqlite/store.ts';
import { RefusedCredentials } from '../../server/identity/authenticator.ts';
import { KeyAuthenticator } from '../../server/keys/authenticator.ts';
import { ApiKeys } from '../../server/keys/keys.ts';
import { digestOf, keyIdOf, newSecret } from '../../server/keys/secret.ts';
import { sqliteRegister } from '../../server/register/sqlite.ts';
import { QUIET } from '../support/webhooks/backing.ts';

const OPERATOR = newSecret(keyIdOf('operator'));

let store: Store;
let keys: ApiKeys;
let authenticator: KeyAuthenticator;
beforeEach(() => {
  store = openStore(IN_MEMORY);
  const register = sqliteRegister(store, 'keys');
  keys = new ApiKeys({ register, log: QUIET, scopes: [], operator: digestOf(OPERATOR), staleMs: 60_000 });
  authenticator = new KeyAuthenticator(keys);
});
afterEach(async () => {
  await keys.close();
  store.close();
});

const byKey = (apiKey: string) => authenticator.identify({ authorization: null, apiKey });
const byBearer = (token: string) =>
  authenticator.identify({ authorization: `Bearer ${token}`, apiKey: null });

async function create(scopes: readonly string[], customer: string | null = null): Promise<string> {
  const idempotencyKey = `${scopes.join(' ')} ${String(customer)} ${Math.random()}`;
  const made = await keys.create({ name: 'x', scopes, customer, expiresAt: null, idempotencyKey });
  if (!made.ok || made.value.secret === null) throw new Error('expected a key');
  return made.value.secret;
}

test('a key is somebody with its scopes, the same for each request and by either field', async () => {
  await keys.start();
  const key = await create(['orders:read']);
  const found = byKey(key);
  expect(found).toMatchObject({
    name: `key:${key.slice(4, 16)}`,
    isOpen: false,
    isAuthenticated: true,
    customer: null,
    expiresAt: Infinity,
    scopes: new Set(['orders:read']),
  });
  expect(byKey(key)).toBe(found);
  expect(byBearer(key)).toBe(found);
});

test('a key of a customer is that customer, and shares nothing with that of another', async () => {
  await keys.start();
  const [one, other] = [
    byKey(await create(['customer:self'], '7')),
    byKey(await create(['customer:self'], '8')),
  ];
  const [same, twin] = [byKey(await create(['a', 'b'])), byKey(await create(['b', 'a']))];
  if (!one || !other || !same || !twin) throw new Error('expected principals');
  if (!('rights' in one && 'rights' in other && 'rights' in same && 'rights' in twin))
    throw new Error('refused');
  expect([one.customer, other.customer]).toEqual(['7', '8']);
  expect(one.rights).not.toBe(other.rights);
  expect(same.rights).toBe(twin.rights);
});

test('what is no key is for others to judge, unless it comes as one', async () => {
  await keys.start();
  expect(authenticator.identify({ authorization: null, apiKey: null })).toBeNull();
  expect(byBearer('eyJhbGciOiJFUzI1NiJ9.e30.x')).toBeNull();
  expect(authenticator.identify({ authorization: `Basic ${OPERATOR}`, apiKey: null })).toBeNull();
  expect(byKey('eyJhbGciOiJFUzI1NiJ9.e30.x')).toMatchObject({ reason: 'invalid' });
  expect(byBearer('isk_nothing')).toBeInstanceOf(RefusedCredentials);
});

test('nobody can say whose a key is before keys were read; the operators’ is known from the settings', () => {
  expect(byKey(newSecret(keyIdOf('x')))).toMatchObject({ reason: 'unavailable' });
  expect(byKey(OPERATOR)).toMatchObject({ isAuthenticated: true, scopes: new Set(['admin']) });
});

test('who has presented a key that is revoked is told so', async () => {
  await keys.start();
  const key = await create([]);
  const found = byKey(key);
  if (!found || !('revoked' in found)) throw new Error('expected a principal');
  expect(found.revoked?.aborted).toBe(false);
  await keys.revoke(key.slice(4, 16));
  await expect.poll(() => found.revoked?.aborted).toBe(true);
  expect(byKey(key)).toMatchObject({ reason: 'invalid' });
});

test('a key that is revoked after it was rotated ends what its former secret opened, at once', async () => {
  await keys.start();
  const key = await create([]);
  const found = byKey(key);
  if (!found || !('revoked' in found)) throw new Error('expected a principal');
  await keys.rotate(key.slice(4, 16), 3_600_000);
  const inGrace = byKey(key);
  if (!inGrace || !('revoked' in inGrace)) throw new Error('expected a principal');
  expect(inGrace).not.toBe(found);
  expect([found.revoked?.aborted, inGrace.revoked?.aborted]).toEqual([false, false]);
  await keys.revoke(key.slice(4, 16));
  await expect.poll(() => [found.revoked?.aborted, inGrace.revoked?.aborted]).toEqual([true, true]);
});

test('a rotation without grace ends the secrets of rotations before, too', async () => {
  await keys.start();
  const key = await create([]);
  const found = byKey(key);
  if (!found || !('revoked' in found)) throw new Error('expected a principal');
  await keys.rotate(key.slice(4, 16), 3_600_000);
  await keys.rotate(key.slice(4, 16), 0);
  await expect.poll(() => found.revoked?.aborted).toBe(true);
  expect(byKey(key)).toMatchObject({ reason: 'invalid' });
});

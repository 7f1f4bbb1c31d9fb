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

test('a key gives a principal with its scopes, the same for every request and either header field', async () => {
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

test('keys of two customers differ in their rights; keys with the same scopes share theirs', async () => {
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

test('other credentials are left to other authenticators, unless sent as an API key', async () => {
  await keys.start();
  expect(authenticator.identify({ authorization: null, apiKey: null })).toBeNull();
  expect(byBearer('eyJhbGciOiJFUzI1NiJ9.e30.x')).toBeNull();
  expect(authenticator.identify({ authorization: `Basic ${OPERATOR}`, apiKey: null })).toBeNull();
  expect(byKey('eyJhbGciOiJFUzI1NiJ9.e30.x')).toMatchObject({ reason: 'invalid' });
  expect(byBearer('isk_nothing')).toBeInstanceOf(RefusedCredentials);
});

test('before the keys are read, only the operators’ key from the settings is known', () => {
  expect(byKey(newSecret(keyIdOf('x')))).toMatchObject({ reason: 'unavailable' });
  expect(byKey(OPERATOR)).toMatchObject({ isAuthenticated: true, scopes: new Set(['admin']) });
});

test('revoking a key aborts the signal of its principal', async () => {
  await keys.start();
  const key = await create([]);
  const found = byKey(key);
  if (!found || !('revoked' in found)) throw new Error('expected a principal');
  expect(found.revoked?.aborted).toBe(false);
  await keys.revoke(key.slice(4, 16));
  await expect.poll(() => found.revoked?.aborted).toBe(true);
  expect(byKey(key)).toMatchObject({ reason: 'invalid' });
});

test('revoking a rotated key aborts the principals of its former secret, too', async () => {
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

test('a rotation without grace also ends the secrets of earlier rotations', async () => {
  await keys.start();
  const key = await create([]);
  const found = byKey(key);
  if (!found || !('revoked' in found)) throw new Error('expected a principal');
  await keys.rotate(key.slice(4, 16), 3_600_000);
  await keys.rotate(key.slice(4, 16), 0);
  await expect.poll(() => found.revoked?.aborted).toBe(true);
  expect(byKey(key)).toMatchObject({ reason: 'invalid' });
});

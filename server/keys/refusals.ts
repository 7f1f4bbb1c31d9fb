import type { Refusal } from '../../datasources/errors.ts';
import type { KeyConfig } from '../../resolvers/key/admin.ts';
import { SELF } from '../../resolvers/principal.ts';
import type { KeyState } from './record.ts';

const MAX_SCOPES = 50;
const NAME = /^[^\p{Cc}]{1,100}$/u;
/** RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;

/** Why a key cannot be created with these properties; null if it can. */
export function refusalOf({ name, scopes, customer, expiresAt }: KeyConfig, now: number): Refusal | null {
  if (!NAME.test(name)) {
    const message = `"name" must be 1 to 100 characters of one line, got ${name.length}.`;
    return { code: 'INVALID', field: ['name'], message };
  }
  const bad = scopes.find((scope) => !SCOPE.test(scope));
  if (bad !== undefined || scopes.length > MAX_SCOPES) {
    const message = `"scopes" must be at most ${MAX_SCOPES} words such as "orders:read" (RFC 6749, section 3.3).`;
    return { code: 'INVALID', field: ['scopes'], message };
  }
  if (scopes.includes(SELF) !== (customer !== null)) {
    const message = `A key for a customer's own data has the scope ${SELF} and names the "customer": give both or none.`;
    return { code: 'INVALID', field: ['customer'], message };
  }
  if (expiresAt === null || expiresAt > now) return null;
  return { code: 'INVALID', field: ['expiresAt'], message: '"expiresAt" must lie ahead.' };
}

/** There is no such key. */
export function notFound(id: string): Refusal {
  return { code: 'NOT_FOUND', field: ['id'], message: `There is no key "${id.slice(0, 40)}".` };
}

/** The key exists, but has ended. */
export function notActive(id: string, state: KeyState): Refusal {
  return { code: 'REFUSED', field: ['id'], message: `The key "${id}" is ${state}. Create another one.` };
}

/** The idempotency key was used to create a different key. */
export function keyReused(): Refusal {
  const message = 'Another API key was created under this idempotency key. Use a new one.';
  return { code: 'IDEMPOTENCY_KEY_REUSED', field: ['idempotencyKey'], message };
}

/** There are too many keys. */
export function noRoom(most: number): Refusal {
  const message = `There are ${most} API keys in use already. Revoke some that nobody needs.`;
  return { code: 'REFUSED', field: [], message };
}

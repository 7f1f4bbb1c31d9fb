import { hash, randomBytes } from 'node:crypto';
import { ask, type Fields } from '../ask.ts';

/** What the operations need, and no more. */
const SCOPES = ['customers:read', 'orders:read', 'finance:read', 'stock:read'];
const CREATE =
  'mutation Create($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { message } } }';
/** A key of operators, in the form that keys have: 49 characters after an id of 12. */
const operator = `isk_${'0'.repeat(12)}_${randomBytes(25).toString('hex').slice(1)}`;

/**
 * Settings under which a gateway admits only callers with an API key, and counts what each of them spends: a thousand million a second, so
 * that nobody is ever refused.
 */
export const KEYED: Readonly<Record<string, string>> = {
  AUTH: 'required',
  OPERATOR_KEY_SHA256: hash('sha256', operator),
  RATE_LIMIT_COST: '1000000000',
  RATE_LIMIT_SECONDS: '1',
};

/** Creates an API key at a gateway with these settings, and returns the header field that presents it. Throws an Error if it gets none. */
export async function newKey(url: string): Promise<Fields> {
  const input = { name: 'benchmark', scopes: SCOPES };
  const operation = { operationName: 'Create', query: CREATE, variables: { input } };
  const text = await ask(url, operation, { 'x-api-key': operator });
  const secret = /"secret":"([^"]+)"/.exec(text)?.[1];
  if (secret === undefined) throw new Error(`Expected an API key, got: ${text.slice(0, 300)}`);
  return { 'x-api-key': secret };
}

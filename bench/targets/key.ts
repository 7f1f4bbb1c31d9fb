import { hash, randomBytes } from 'node:crypto';
import { ask, type Fields } from '../ask.ts';

/** The scopes that the operations need. */
const SCOPES = ['customers:read', 'orders:read', 'finance:read', 'stock:read'];
const CREATE =
  'mutation Create($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { message } } }';
/** An operator key in the format of API keys: an id of 12 characters, and a secret of 49. */
const operator = `isk_${'0'.repeat(12)}_${randomBytes(25).toString('hex').slice(1)}`;

/**
 * Settings of a gateway that admits only callers with an API key and charges each for its operations, with a budget of a billion per second,
 * so that none is ever refused.
 */
export const KEYED: Readonly<Record<string, string>> = {
  AUTH: 'required',
  OPERATOR_KEY_SHA256: hash('sha256', operator),
  RATE_LIMIT_COST: '1000000000',
  RATE_LIMIT_SECONDS: '1',
};

/** Creates an API key at a gateway with these settings, and returns the header field that presents it. Throws an Error if the gateway creates none. */
export async function newKey(url: string): Promise<Fields> {
  const input = { name: 'benchmark', scopes: SCOPES };
  const operation = { operationName: 'Create', query: CREATE, variables: { input } };
  const text = await ask(url, operation, { 'x-api-key': operator });
  const secret = /"secret":"([^"]+)"/.exec(text)?.[1];
  if (secret === undefined) throw new Error(`Expected an API key, got: ${text.slice(0, 300)}`);
  return { 'x-api-key': secret };
}

import { randomUUID } from 'node:crypto';
import type { ApiKey, ApiKeyPayload, ApiKeySecretPayload } from '../../resolvers/generated/types.ts';
import { KEYS_CREATE, KEYS_LIST, KEYS_REVOKE, KEYS_ROTATE } from '../../server/safe-list/commands.ts';
import { digestOf, keyIdOf, newSecret } from '../../server/keys/secret.ts';
import { askAll, askFor, type GatewayAccess } from '../command/ask.ts';
import { CommandError, tableOf } from '../command/command.ts';

const DAY_MS = 86_400_000;

/** Options of a new key, as given on the command line. */
export interface NewKey {
  readonly name?: string | undefined;
  readonly scope?: readonly string[] | undefined;
  readonly customer?: string | undefined;
  readonly days?: string | undefined;
}

/** Makes an operator key. A gateway accepts it by its setting alone, so it can create the first of the other keys. */
export function generateKey(): readonly string[] {
  const key = newSecret(keyIdOf(randomUUID()));
  return [
    'Store the key with the other secrets of operators:',
    '',
    key,
    '',
    `OPERATOR_KEY_SHA256=${digestOf(key)}`,
  ];
}

/** Creates a key. The returned lines are the only place that has the secret. Throws CommandError. */
export async function createKey(gateway: GatewayAccess, { name, scope, customer, days }: NewKey) {
  if (name === undefined) throw new CommandError('create needs --name, which says what the key is for.');
  const input = {
    name,
    ...(scope ? { scopes: scope } : {}),
    ...(customer === undefined ? {} : { customer }),
    ...(days === undefined ? {} : { expiresAt: new Date(Date.now() + DAY_MS * lifetimeIn(days)) }),
  };
  const made = await askFor<ApiKeySecretPayload>(gateway, 'apiKeyCreate', KEYS_CREATE, { input });
  return [`Created ${made.apiKey?.id ?? ''} for ${name}.`, ...secretLines(made)];
}

/** Lists all keys as a table. Throws CommandError. */
export async function listKeys(gateway: GatewayAccess): Promise<readonly string[]> {
  const keys = await askAll<ApiKey>(gateway, 'apiKeys', KEYS_LIST);
  if (keys.length === 0) return ['There is no API key.'];
  return tableOf([['id', 'name', 'state', 'last used', 'expires', 'scopes'], ...keys.map(rowOf)]);
}

/** Issues a new secret for a key. Throws CommandError. */
export async function rotateKey(
  gateway: GatewayAccess,
  id: string,
  graceHours = '24',
): Promise<readonly string[]> {
  const graceSeconds = Math.round(3_600 * hoursIn(graceHours));
  const made = await askFor<ApiKeySecretPayload>(gateway, 'apiKeyRotate', KEYS_ROTATE, { id, graceSeconds });
  const until = made.apiKey?.formerSecretUntil;
  const former = until
    ? `The previous secret is valid until ${String(until)}.`
    : 'The previous secret has expired.';
  return [`Rotated ${id}. ${former}`, ...secretLines(made)];
}

/** Revokes a key. Throws CommandError. */
export async function revokeKey(gateway: GatewayAccess, id: string): Promise<readonly string[]> {
  const { apiKey } = await askFor<ApiKeyPayload>(gateway, 'apiKeyRevoke', KEYS_REVOKE, { id });
  return [`Revoked ${id} (${apiKey?.name ?? ''}).`];
}

function secretLines({ secret }: ApiKeySecretPayload): readonly string[] {
  return ['Its secret, which is not shown again:', '', String(secret), ''];
}

function rowOf({ id, name, state, lastUsedAt, expiresAt, scopes }: ApiKey): readonly string[] {
  return [
    id,
    name,
    state.toLowerCase(),
    minuteOf(lastUsedAt, 'never'),
    minuteOf(expiresAt, 'never'),
    scopes.join(' '),
  ];
}

/** Formats a time to the minute: `2026-11-27T10:53Z`. */
function minuteOf(time: ApiKey['lastUsedAt'], otherwise: string): string {
  return time ? `${new Date(time).toISOString().slice(0, 16)}Z` : otherwise;
}

/** Longer lifetimes lead to times that cannot be represented. */
function lifetimeIn(days: string): number {
  if (/^[1-9]\d{0,4}$/.test(days)) return Number(days);
  throw new CommandError(`--days is the lifetime, a whole number of days from 1 to 99999, got "${days}".`);
}

function hoursIn(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new CommandError(`--grace-hours is a number of hours from 0 to 720, got "${text}".`);
}

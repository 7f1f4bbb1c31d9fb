import { InputError, mapOutcome, type Outcome } from '../../datasources/errors.ts';
import { idOf } from '../../datasources/ids.ts';
import type { Domain } from '../domain.ts';
import type { ApiKeyCreateInput, ApiKeyState } from '../generated/types.ts';
import { parseId, toGlobalId } from '../global-id.ts';
import { ownList } from '../own-list.ts';
import { keyOf, payloadOf } from '../mutation.ts';
import type { KeyConfig, KeyWithSecret, KeyView } from './admin.ts';
import { dateOf } from '../date.ts';

const STATES: Readonly<Record<KeyView['state'], ApiKeyState>> = {
  active: 'ACTIVE',
  expired: 'EXPIRED',
  revoked: 'REVOKED',
};
const MAX_GRACE_SECONDS = 30 * 86_400;

/** The API keys of services, for operators. Owns no entity. */
export const key: Domain = {
  systems: [],
  entities: {},
  isOfProcess: true,
  resolvers: {
    Query: {
      apiKey: async (_, { id }, context) => {
        const found = await context.admin().keys.find(id);
        return found && toGraphQL(found);
      },
      apiKeys: (_, args, context) => {
        const { keys } = context.admin();
        return ownList('apiKey', () => keys.list(), toGraphQL, args);
      },
    },
    Mutation: {
      apiKeyCreate: async (_, args, context) => {
        const { keys } = context.admin();
        const asked = { ...requestOf(args.input, keys.scopes), idempotencyKey: keyOf(args) };
        return secretPayload(await keys.create(asked), ['input']);
      },
      apiKeyRotate: async (_, { id, graceSeconds }, context) => {
        if (graceSeconds < 0 || graceSeconds > MAX_GRACE_SECONDS) {
          const wanted = `"graceSeconds" must be from 0 to ${MAX_GRACE_SECONDS}`;
          throw new InputError(`${wanted}, got ${graceSeconds}.`);
        }
        return secretPayload(await context.admin().keys.rotate(id, graceSeconds * 1_000), []);
      },
      apiKeyRevoke: async (_, { id }, context) =>
        payloadOf('apiKey', mapOutcome(await context.admin().keys.revoke(id), toGraphQL), []),
    },
  },
};

function requestOf(
  { name, scopes = [], customer = null, expiresAt = null }: ApiKeyCreateInput,
  known: readonly string[],
): KeyConfig {
  const unknown = scopes.find((scope) => !known.includes(scope));
  if (unknown !== undefined)
    throw new InputError(`There is no scope "${unknown.slice(0, 60)}". There are: ${known.join(', ')}.`);
  return {
    name,
    scopes: [...new Set(scopes)],
    customer: customer === null ? null : parseId('Customer', customer),
    expiresAt: expiresAt && expiresAt.getTime(),
  };
}

function toGraphQL(apiKey: KeyView) {
  const { id, state, customer, createdAt, expiresAt, revokedAt, rotatedAt, formerUntil, lastUsedAt } = apiKey;
  return {
    ...apiKey,
    id: idOf<'ApiKey'>(id),
    state: STATES[state],
    customer: customer === null ? null : toGlobalId('Customer', customer),
    createdAt: new Date(createdAt),
    expiresAt: dateOf(expiresAt),
    revokedAt: dateOf(revokedAt),
    rotatedAt: dateOf(rotatedAt),
    formerSecretUntil: dateOf(formerUntil),
    lastUsedAt: dateOf(lastUsedAt),
  };
}

/** `prefix` is the path of the argument that the refused fields belong to. */
function secretPayload(outcome: Outcome<KeyWithSecret>, prefix: readonly string[]) {
  const secret = outcome.ok ? outcome.value.secret : null;
  return {
    ...payloadOf(
      'apiKey',
      mapOutcome(outcome, (made) => toGraphQL(made.key)),
      prefix,
    ),
    secret,
  };
}

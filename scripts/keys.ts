/**
 * Creates, lists, rotates and revokes API keys of a running gateway: `npm run keys -- --help`. It uses the GraphQL API, so the
 * gateway's setting ADMIN must allow it.
 */
import { gatewayAt } from './command/ask.ts';
import { CommandError, readArguments, runCommand } from './command/command.ts';
import { createKey, generateKey, listKeys, revokeKey, rotateKey } from './keys/keys.ts';

const HELP = `Usage
  npm run keys -- create --name "stock sync" --scope stock:read --scope stock:write
  npm run keys -- list                          all keys, their purpose and last use
  npm run keys -- rotate 4bVmB2rHc0yq           issues a new secret; the previous one stays valid for a day
  npm run keys -- revoke 4bVmB2rHc0yq           revokes it, in all replicas within two seconds
  npm run keys -- generate                      makes an operator key for the setting OPERATOR_KEY_SHA256, without a gateway

Options of create
  --name TEXT             its purpose
  --scope SCOPE           what it may do; repeatable
  --customer customer:42  restricts it to this customer's own data
  --days 90               its lifetime in days
Options of rotate
  --grace-hours 24        how long the previous secret stays valid, 0 to 720

Options
  --url http://127.0.0.1:4000/graphql   the gateway; by default at HOST and PORT
  --help                                prints this text

If the gateway requires credentials, set ISTHMUS_TOKEN to an API key or a token.`;

const text = { type: 'string' } as const;
const options = {
  ...{ url: text, name: text, customer: text, days: text, 'grace-hours': text },
  scope: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(): Promise<readonly string[]> {
  const { values, positionals } = readArguments(options);
  if (values.help) return [HELP];
  const [command = '', id, ...rest] = positionals;
  if (command === 'generate' && id === undefined) return generateKey();
  const gateway = gatewayAt(values.url);
  if (rest.length === 0 && id === undefined) {
    if (command === 'create') return createKey(gateway, values);
    if (command === 'list') return listKeys(gateway);
  } else if (rest.length === 0 && id !== undefined) {
    if (command === 'rotate') return rotateKey(gateway, id, values['grace-hours']);
    if (command === 'revoke') return revokeKey(gateway, id);
  }
  if (['rotate', 'revoke'].includes(command) && id === undefined)
    throw new CommandError(`"${command}" needs the id of a key; "list" shows the ids. See --help.`);
  const expected = 'Expected "create", "list", "rotate ID", "revoke ID" or "generate"';
  throw new CommandError(`${expected}, got "${positionals.join(' ')}". See --help.`);
}

await runCommand(main);

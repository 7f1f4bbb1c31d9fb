/**
 * Makes, shows, rotates and revokes the API keys of a running gateway: `npm run keys -- --help`. It asks through the graph, so the
 * gateway's setting ADMIN must allow it.
 */
import { parseArgs } from 'node:util';
import { gatewayAt } from './command/ask.ts';
import { CommandError, runCommand } from './command/command.ts';
import { createKey, generateKey, listKeys, revokeKey, rotateKey } from './keys/keys.ts';

const HELP = `Usage
  npm run keys -- create --name "stock sync" --scope stock:read --scope stock:write
  npm run keys -- list                          who has one, what for, used when
  npm run keys -- rotate 4bVmB2rHc0yq           a fresh secret; the one before is good for a day more
  npm run keys -- revoke 4bVmB2rHc0yq           ends it, in all replicas within two seconds
  npm run keys -- generate                      a key of operators, for the setting OPERATOR_KEY_SHA256; asks nobody

Options of create
  --name TEXT             what it is for
  --scope SCOPE           what it may do; again for more
  --customer customer:42  for this customer's own data
  --days 90               ends by itself after so many days
Options of rotate
  --grace-hours 24        for how long the secret before stays good, 0 to 720

Options
  --url http://127.0.0.1:4000/graphql   the gateway; by default where HOST and PORT put it
  --help                                this text

Who asks is said by ISTHMUS_TOKEN, an API key or a token, where the gateway wants to know.`;

const text = { type: 'string' } as const;
const options = {
  ...{ url: text, name: text, customer: text, days: text, 'grace-hours': text },
  scope: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(): Promise<readonly string[]> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
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
    throw new CommandError(`"${command}" needs the id of a key, which "list" tells. --help says more.`);
  const wanted = 'There is "create", "list", "rotate ID", "revoke ID" and "generate"';
  throw new CommandError(`${wanted}, got "${positionals.join(' ')}". --help says more.`);
}

await runCommand(main);

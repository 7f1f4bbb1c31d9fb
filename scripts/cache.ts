/**
 * Evicts from the caches of a running gateway, and shows their statistics: `npm run cache -- --help`. It uses the GraphQL
 * API, so the gateway's setting ADMIN must allow it.
 */
import { evict } from './cache/evict.ts';
import { stats } from './cache/stats.ts';
import { gatewayAt } from './command/ask.ts';
import { CommandError, readArguments, runCommand } from './command/command.ts';

const HELP = `Usage
  npm run cache -- evict --id customer:42               a record, and all lists that may contain it
  npm run cache -- evict --type Customer                all records of a type, and all lists of them
  npm run cache -- evict --tag "Customer:42/Order"      everything with a tag
  npm run cache -- evict --system crm                   everything from a system
  npm run cache -- stats                                contents and statistics of the caches

Options
  --url http://127.0.0.1:4000/graphql   the gateway; by default at HOST and PORT
  --help                                prints this text

If the gateway requires credentials, set ISTHMUS_TOKEN to an API key or a token.`;

const text = { type: 'string' } as const;
const options = {
  ...{ url: text, id: text, type: text, tag: text, system: text },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(): Promise<readonly string[]> {
  const { values, positionals } = readArguments(options);
  if (values.help) return [HELP];
  const [command = '', ...rest] = positionals;
  const { url, ...targets } = values;
  const gateway = gatewayAt(url);
  if (command === 'evict' && rest.length === 0) return evict(gateway, targets);
  if (command === 'stats' && rest.length === 0) return stats(gateway);
  throw new CommandError(`Expected "evict" or "stats", got "${positionals.join(' ')}". See --help.`);
}

await runCommand(main);

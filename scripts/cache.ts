/**
 * Evicts from the caches of a running gateway, and tells what they did: `npm run cache -- --help`. It asks through the graph, so the
 * gateway's setting ADMIN must allow it. Exit code 1, with one line that says why, where it could not be done.
 */
import { parseArgs } from 'node:util';
import { ConfigError, readPlace } from '../server/config.ts';
import { CommandError } from './cache/ask.ts';
import { evict } from './cache/evict.ts';
import { stats } from './cache/stats.ts';

const HELP = `Usage
  npm run cache -- evict --entity customer:42           its record, and all lists that it may be in
  npm run cache -- evict --kind Customer                all records of a type, and all lists of them
  npm run cache -- evict --tag "Customer:42/Order"      what carries a tag
  npm run cache -- evict --system crm                   all that a system said
  npm run cache -- stats                                what the caches hold and did

Options
  --url http://127.0.0.1:4000/graphql   the gateway; by default where HOST and PORT put it
  --help                                this text`;

const text = { type: 'string' } as const;
const options = {
  ...{ url: text, entity: text, kind: text, tag: text, system: text },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(): Promise<readonly string[]> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return [HELP];
  const [command = '', ...rest] = positionals;
  const { url = defaultUrl(), ...targets } = values;
  if (command === 'evict' && rest.length === 0) return evict(url, targets);
  if (command === 'stats' && rest.length === 0) return stats(url);
  throw new CommandError(`There is "evict" and "stats", got "${positionals.join(' ')}". --help says more.`);
}

/** An address that stands for all (0.0.0.0) is none that can be asked. */
function defaultUrl(): string {
  const { host, port } = readPlace(process.env);
  if (port === 0) throw new CommandError('PORT=0 does not tell where the gateway is: say it with --url.');
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}/graphql`;
}

try {
  console.log((await main()).join('\n'));
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const isKnown = error instanceof CommandError || error instanceof ConfigError;
  console.error(isKnown || code?.startsWith('ERR_PARSE_ARGS') ? message : error);
  process.exitCode = 1;
}

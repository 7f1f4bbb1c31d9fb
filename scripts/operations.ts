/**
 * Publishes operations to a running gateway, lists and removes them: `npm run operations -- --help`. It uses the GraphQL
 * API, so the gateway's setting ADMIN must allow it.
 */
import { gatewayAt } from './command/ask.ts';
import { CommandError, readArguments, runCommand } from './command/command.ts';
import { listOperations, publishOperations, removeOperations } from './operations/operations.ts';

const HELP = `Usage
  npm run operations:publish -- FILES…          puts documents on the safe list
  npm run operations -- list                    shows what is on it
  npm run operations -- remove HASHES…          takes documents off it

Files
  *.graphql, *.gql   one document a file, published character for character; 'src/**/*.graphql', in quotes, is all below src
  *.json             a manifest: Apollo's (generate-persisted-query-manifest), or an object of documents by their SHA-256

Options
  --url http://127.0.0.1:4000/graphql   the gateway; by default at HOST and PORT
  --help                                prints this text

If the gateway requires credentials, set ISTHMUS_TOKEN to an API key or a token.`;

const options = { url: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

async function main(): Promise<readonly string[]> {
  const { values, positionals } = readArguments(options);
  if (values.help) return [HELP];
  const [command = '', ...rest] = positionals;
  const gateway = gatewayAt(values.url);
  if (command === 'publish' && rest.length > 0) return publishOperations(gateway, rest);
  if (command === 'remove' && rest.length > 0) return removeOperations(gateway, rest);
  if (command === 'list' && rest.length === 0) return listOperations(gateway);
  if (['publish', 'remove'].includes(command) && rest.length === 0)
    throw new CommandError(`"${command}" needs ${command === 'publish' ? 'files' : 'hashes'}. See --help.`);
  const expected = 'Expected "publish FILES…", "list" or "remove HASHES…"';
  throw new CommandError(`${expected}, got "${positionals.join(' ')}". See --help.`);
}

await runCommand(main);

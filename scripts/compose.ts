/**
 * Composes the product's domains, and any further subgraphs named, into the supergraph that a federation gateway
 * serves. Exit code 1 if they do not compose. See docs/federation.md. Usage:
 *
 *   npm run compose -- [--out var/supergraph.graphql] [--url order=https://orders.example.com/graphql]
 *                      [--subgraph loyalty=https://loyalty.example.com/graphql]
 *                      [--subgraph loyalty=loyalty.graphql@https://loyalty.example.com/graphql]
 *
 * `--url` sets the address of a domain, `--subgraph` adds a subgraph; both can be repeated.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import * as domains from '../resolvers/domains.ts';
import { tableOf } from './command/command.ts';
import { composeSubgraphs, numbered } from './compose/composition.ts';
import { furtherSubgraph, ownSubgraphs, SubgraphError, type Subgraph } from './compose/subgraphs.ts';

const USAGE =
  'Usage: npm run compose -- [--out file] [--url domain=url]… [--subgraph name=url|name=file@url]…';

const HELP = `${USAGE}

Composes the domains, and further subgraphs, into the supergraph that a federation gateway serves (docs/federation.md).

  --out FILE               the file to write [var/supergraph.graphql]
  --url DOMAIN=URL         the address of a domain; repeatable
  --subgraph NAME=URL      a further subgraph, whose SDL is fetched from it; repeatable
  --subgraph NAME=FILE@URL the same, with the SDL in a file
  --help                   prints this text`;

const options = {
  out: { type: 'string', default: 'var/supergraph.graphql' },
  url: { type: 'string', multiple: true, default: [] as string[] },
  subgraph: { type: 'string', multiple: true, default: [] as string[] },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(): Promise<void> {
  const { out, url, subgraph, help } = parseArgs({ options }).values;
  if (help) {
    console.log(HELP);
    return;
  }
  const further = await Promise.all(subgraph.map((argument) => furtherSubgraph(domains, argument)));
  const subgraphs = [...ownSubgraphs(domains, url), ...further];
  const composition = composeSubgraphs(subgraphs);
  if (!composition.ok) {
    console.error(`The subgraphs do not compose; nothing was written.\n\n${numbered(composition.errors)}`);
    process.exitCode = 1;
    return;
  }
  if (composition.hints.length > 0) console.error(`Hints:\n\n${numbered(composition.hints)}\n`);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, composition.supergraph);
  console.log(`${out} is composed of ${subgraphs.length} subgraphs:\n${listOf(subgraphs)}`);
}

function listOf(subgraphs: readonly Subgraph[]): string {
  return tableOf(subgraphs.map(({ name, url }) => ['', name, url])).join('\n');
}

try {
  await main();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const known = error instanceof SubgraphError || code?.startsWith('ERR_PARSE_ARGS');
  console.error(known ? `${message}\n${USAGE}` : error);
  process.exitCode = 1;
}

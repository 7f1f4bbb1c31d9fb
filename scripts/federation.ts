/**
 * Runs the product as a federation: the embedded systems, every domain as a subgraph in its own process,
 * and Hive Gateway in front on PORT (4000). Ctrl-C stops all of it, the gateway first and the systems last.
 * See docs/federation.md. Usage:
 *
 *   npm run federation -- [--subgraph loyalty=https://loyalty.example.com/graphql]
 *
 * `--subgraph` names a further subgraph, as for `npm run compose`. Settings are those of `npm start`, without METRICS_PORT.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import * as domains from '../resolvers/domains.ts';
import { ConfigError, readConfig, type Config, type Environment } from '../server/config.ts';
import { EmbeddedError, startEmbedded, type EmbeddedSystems } from '../server/start/embedded.ts';
import { federatedOf, systemsOf } from '../server/graph.ts';
import { composeSubgraphs, numbered } from './compose/composition.ts';
import { furtherSubgraph, ownSubgraphs, SubgraphError } from './compose/subgraphs.ts';
import { StartError, type Running } from './federation/child.ts';
import { startHiveGateway } from './federation/hive-gateway.ts';
import { startSubgraphs } from './federation/subgraphs.ts';
import { readOptions } from './command/options.ts';

const HELP = `npm run federation -- [--subgraph loyalty=https://loyalty.example.com/graphql]…

Runs the embedded systems, every domain as a subgraph, and Hive Gateway in front of them on PORT (4000). Ctrl-C stops everything.

  --subgraph name=url|name=file@url   a further subgraph; repeatable
  --help                              prints this text

Settings are those of npm start (npm start -- --help), without METRICS_PORT.`;

const SUPERGRAPH = 'var/supergraph.graphql';

async function main(): Promise<void> {
  const { subgraph, help } = readOptions({
    subgraph: { type: 'string', multiple: true, default: [] as string[] },
    help: { type: 'boolean', short: 'h' },
  });
  if (help) {
    console.log(HELP);
    return;
  }
  const config = readConfig({ ...process.env, METRICS_PORT: undefined }, systemsOf(domains));
  const stopRequested = stopRequest();
  await using opened = new AsyncDisposableStack();
  const embedded = await startEmbedded(config, (system) =>
    console.log(`Building the database of ${system} (once) …`),
  );
  opened.defer(() => embedded?.close());
  const subgraphs = await startSubgraphs(Object.keys(federatedOf(domains)), environmentOf(embedded));
  opened.defer(async () => {
    await Promise.all(subgraphs.map(({ close }) => close()));
  });
  await compose(subgraphs, subgraph);
  const gateway = await startHiveGateway(SUPERGRAPH, config.port);
  opened.defer(() => gateway.close());
  console.log(banner(gateway, subgraphs, config));
  console.log(await Promise.race([stopRequested, ...[gateway, ...subgraphs].map(unexpectedEnd)]));
}

/** Resolves on SIGINT or SIGTERM. */
function stopRequest(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('Stopping …'));
  });
}

async function unexpectedEnd({ name, ended }: Running): Promise<string> {
  const code = await ended;
  process.exitCode = 1;
  return `${name} ended unexpectedly (${code}). Stopping everything …`;
}

/** This process's settings for the subgraphs, without ports, which only one of them could have, but with those of the systems. */
function environmentOf(embedded: EmbeddedSystems | null): Environment {
  const ports = Object.entries(embedded?.urls ?? {}).map(
    ([name, url]) => [`${name.toUpperCase()}_PORT`, new URL(url).port] as const,
  );
  return {
    LOG_LEVEL: 'warn',
    ...process.env,
    PORT: undefined,
    METRICS_PORT: undefined,
    ...Object.fromEntries(ports),
  };
}

async function compose(subgraphs: readonly Running[], further: readonly string[]): Promise<void> {
  const own = ownSubgraphs(
    domains,
    subgraphs.map(({ name, url }) => `${name}=${url}`),
  );
  const others = await Promise.all(further.map((argument) => furtherSubgraph(domains, argument)));
  const composition = composeSubgraphs([...own, ...others]);
  if (!composition.ok) {
    throw new SubgraphError(`The subgraphs do not compose.\n\n${numbered(composition.errors)}`);
  }
  await mkdir('var', { recursive: true });
  await writeFile(SUPERGRAPH, composition.supergraph);
}

function banner(gateway: Running, subgraphs: readonly Running[], { port }: Config): string {
  const lines = subgraphs.map(({ name, url }) => `  ${name.padEnd(15)} ${url}`);
  return `
Isthmus is up as ${subgraphs.length} subgraphs behind Hive Gateway.

  graph           ${gateway.url}/graphql  (a browser gets GraphiQL)
${lines.join('\n')}

Try it:
  curl -s http://127.0.0.1:${port}/graphql -H 'content-type: application/json' \\
    -d '{"query":"{ order(id: \\"order:43697\\") { customer { name } invoice { status } fulfilment { status } } }"}'

Ctrl-C stops everything.
`;
}

try {
  await main();
  process.exit();
} catch (error) {
  const known = [ConfigError, EmbeddedError, SubgraphError, StartError].some((kind) => error instanceof kind);
  console.error(known && error instanceof Error ? error.message : error);
  process.exit(1);
}

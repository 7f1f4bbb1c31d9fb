import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as domains from '../../resolvers/domains.ts';
import { federatedOf } from '../../server/graph.ts';
import { startHiveGateway } from '../../scripts/federation/hive-gateway.ts';
import { startSubgraphs } from '../../scripts/federation/subgraphs.ts';
import { freePort } from './free-port.ts';
import { PATIENCE, startProduct, type Answer, type Product } from './product.ts';

/** The product in both forms over one set of systems: in one process, and as subgraphs behind Hive Gateway. */
export interface Federation {
  readonly product: Product;
  /** URLs of the subgraphs, by domain. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Sends a query to the federated graph. */
  readonly query: (query: string, variables?: object) => Promise<Answer>;
  /** The REST calls that a query to the federated graph makes, counted by the systems. */
  readonly calls: (query: string) => Promise<number>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** The output of a command, and its exit code. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts all of it on free ports: the systems, the product in one process, every domain as a subgraph in its own process, and Hive Gateway
 * over the supergraph that `npm run compose` makes of them and of `further` subgraphs (`name=url`).
 */
export async function startFederation(further: readonly string[]): Promise<Federation> {
  await using opened = new AsyncDisposableStack();
  const product = opened.use(await startProduct());
  const running = await startSubgraphs(Object.keys(federatedOf(domains)), environmentFor(product));
  opened.defer(async () => {
    await Promise.all(running.map(({ close }) => close()));
  });
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-federation-'));
  opened.defer(() => rmSync(folder, { recursive: true }));
  const out = join(folder, 'supergraph.graphql');
  const urls = running.flatMap(({ name, url }) => ['--url', `${name}=${url}`]);
  const added = further.flatMap((argument) => ['--subgraph', argument]);
  const { code, stderr } = await runCompose(['--out', out, ...urls, ...added]);
  if (code !== 0) throw new Error(stderr);
  const gateway = await startHiveGateway(out, await freePort());
  opened.defer(() => gateway.close());
  const resources = opened.move();
  const query: Federation['query'] = (source, variables) => ask(`${gateway.url}/graphql`, source, variables);
  return {
    product,
    subgraphs: Object.fromEntries(running.map(({ name, url }) => [name, url])),
    query,
    calls: async (source) => {
      const before = await callsOf(product);
      await query(source);
      return (await callsOf(product)) - before;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Sends a query to a GraphQL server. */
export async function ask(url: string, query: string, variables: object = {}): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()) as Answer;
}

/** Runs `npm run compose` with these arguments. */
export function runCompose(parts: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const command = execFile(
      process.execPath,
      ['scripts/compose.ts', ...parts],
      { cwd: ROOT },
      (_error, stdout, stderr) => resolve({ code: command.exitCode ?? -1, stdout, stderr }),
    );
  });
}

function environmentFor({ systems }: Product): Record<string, string | undefined> {
  const ports = Object.entries(systems).map(([name, url]) => [
    `${name.toUpperCase()}_PORT`,
    new URL(url).port,
  ]);
  const PATH = process.env['PATH'];
  return { PATH, PORT: '0', LOG_LEVEL: 'silent', ...PATIENCE, ...Object.fromEntries(ports) };
}

async function callsOf({ systems }: Product): Promise<number> {
  const counts = Object.values(systems).map(async (url) => {
    const { requests } = (await (await fetch(`${url}/_control`)).json()) as { readonly requests: number };
    return requests;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';
import { dataDir } from './gateway.ts';
import { settingsFor } from './faults/credentials.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { PATIENCE, startProduct, type Answer, type Product, type SystemName } from './product.ts';

/** The product, and a second gateway that reaches the same systems through proxies that inject faults. */
export interface FaultyProduct extends Product {
  readonly faultyUrl: string;
  /** The proxies between the second gateway and the systems. */
  readonly proxies: Readonly<Record<SystemName, FaultProxy>>;
  /** Sends a query to the second gateway. */
  readonly ask: (query: string, variables?: object, signal?: AbortSignal) => Promise<Answer>;
}

/** Starts both; `env` adds settings of the second gateway. */
export async function startFaultyProduct(env: Record<string, string> = {}): Promise<FaultyProduct> {
  await using opened = new AsyncDisposableStack();
  const product = opened.use(await startProduct());
  const proxies = Object.fromEntries(
    await Promise.all(
      Object.entries(product.systems).map(
        async ([name, url]) => [name, opened.use(await startFaultProxy(url))] as const,
      ),
    ),
  ) as Record<SystemName, FaultProxy>;
  const urls = Object.fromEntries(Object.entries(proxies).map(([name, { url }]) => [name, url]));
  const own = { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir() };
  const settings = { ...own, ...PATIENCE, ...settingsFor(urls), ...env };
  const config = readConfig(settings, systemsOf(domains));
  const log = createLog({ level: config.logLevel, pretty: false });
  const gateway = await startGateway({ config, domains, schema: buildGraph(domains), log });
  opened.defer(() => gateway.close());
  await gateway.changes.intake.begun;

  const resources = opened.move();
  return {
    ...product,
    faultyUrl: gateway.url,
    proxies,
    ask: async (query, variables = {}, signal) => {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables }),
        ...(signal ? { signal } : {}),
      });
      return (await answer.json()) as Answer;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

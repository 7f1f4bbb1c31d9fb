import * as domains from '../../../resolvers/domains.ts';
import { readConfig } from '../../../server/config.ts';
import { startEmbedded } from '../../../server/start/embedded.ts';
import { startGateway } from '../../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../../server/graph.ts';
import { createLog } from '../../../server/log.ts';
import { dataDir } from '../gateway.ts';
import type { SystemName } from '../product.ts';
import { RedisServer } from '../redis.ts';
import { settingsFor } from './credentials.ts';
import { ToxicProxy } from './toxic-proxy.ts';

/** The links on which faults are injected. */
export const LINKS = ['crm', 'commerce', 'erp', 'accounting', 'redis'] as const;

export type Link = (typeof LINKS)[number];

/** Four systems and a Redis, each behind a proxy that can inject faults. */
export interface FaultyBackends extends AsyncDisposable {
  /** The URLs of the systems themselves, without the proxies. */
  readonly systems: Readonly<Record<SystemName, string>>;
  readonly proxy: (link: Link) => ToxicProxy;
  /** Settings of a gateway that uses the proxies. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts a gateway in this process and gives its URL; settings default to those for tests. It is closed with the proxies. */
  readonly gateway: (settings: Readonly<Record<string, string>>) => Promise<string>;
  /** Starts a gateway without caches and proxies, whose answers are correct, and gives its URL. */
  readonly truth: () => Promise<string>;
}

/** Starts the systems, Redis and the proxies. The databases of the systems are in `folder`, or are created there. */
export async function openFaultyBackends(folder: string): Promise<FaultyBackends> {
  await using opened = new AsyncDisposableStack();
  const systems = systemsOf(domains);
  const ports = Object.fromEntries(systems.map(({ name }) => [`${name.toUpperCase()}_PORT`, '0']));
  const embedded = await startEmbedded(readConfig({ DATA_DIR: folder, ...ports }, systems), () => undefined);
  if (!embedded) throw new Error('The proxies need the embedded systems, but none were started.');
  opened.defer(() => embedded.close());
  const redis = opened.use(await RedisServer.start());
  const proxies = new Map<string, ToxicProxy>();
  for (const [name, url] of Object.entries({ ...embedded.urls, redis: redis.url })) {
    proxies.set(name, opened.use(await ToxicProxy.start(Number(new URL(url).port))));
  }
  const proxyTo = (name: string) => {
    const proxy = proxies.get(name);
    if (!proxy) throw new Error(`There is no proxy for ${name}.`);
    return proxy;
  };
  const proxyUrl = (name: string, scheme: string) => `${scheme}://127.0.0.1:${proxyTo(name).port}`;
  const urls = Object.fromEntries(Object.keys(embedded.urls).map((name) => [name, proxyUrl(name, 'http')]));
  const resources = opened.move();
  const gateway: FaultyBackends['gateway'] = async (settings) => {
    const defaults = { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir(), CHANGES_POLL_MS: '3600000' };
    // Clients run in the same process and delay its event loop.
    const patient = { MAX_LOOP_DELAY_MS: '10000' };
    const config = readConfig({ ...defaults, ...patient, ...settings }, systems);
    const log = createLog({ level: config.logLevel, pretty: false });
    const started = await startGateway({ config, domains, schema: buildGraph(domains), log });
    resources.defer(() => started.close());
    await started.changes.intake.begun;
    return started.url;
  };
  return {
    systems: embedded.urls,
    proxy: proxyTo,
    settings: { ...settingsFor(urls), REDIS_URL: proxyUrl('redis', 'redis') },
    gateway,
    truth: () => gateway({ ...settingsFor(embedded.urls), CACHE: 'off' }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

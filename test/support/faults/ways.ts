import * as domains from '../../../resolvers/domains.ts';
import { readConfig } from '../../../server/config.ts';
import { startEmbedded } from '../../../server/embedded.ts';
import { startGateway } from '../../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../../server/graph.ts';
import { createLog } from '../../../server/log.ts';
import { dataDir } from '../gateway.ts';
import type { SystemName } from '../product.ts';
import { RedisServer } from '../redis.ts';
import { settingsFor } from './identities.ts';
import { ToxicProxy } from './toxic-proxy.ts';

/** The ways on which things go wrong. */
export const LINKS = ['crm', 'commerce', 'erp', 'accounting', 'redis'] as const;

export type Link = (typeof LINKS)[number];

/** Four systems and a Redis, with a way to each on which things may go wrong. */
export interface Ways extends AsyncDisposable {
  /** Where the systems are, past the ways. */
  readonly systems: Readonly<Record<SystemName, string>>;
  readonly to: (link: Link) => ToxicProxy;
  /** Settings of a gateway that goes by these ways. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts a gateway in this process; what it is not told is as for tests. Gives its address. It is closed with the ways. */
  readonly gateway: (settings: Readonly<Record<string, string>>) => Promise<string>;
  /** Starts one that asks the systems themselves, each time: what it answers is true. Gives its address. */
  readonly truth: () => Promise<string>;
}

/** Starts all of it. `folder` holds the databases of the systems, or is where they are made. */
export async function openWays(folder: string): Promise<Ways> {
  await using opened = new AsyncDisposableStack();
  const systems = systemsOf(domains);
  const ports = Object.fromEntries(systems.map(({ name }) => [`${name.toUpperCase()}_PORT`, '0']));
  const embedded = await startEmbedded(readConfig({ DATA_DIR: folder, ...ports }, systems), () => undefined);
  if (!embedded) throw new Error('The ways lead to the embedded systems.');
  opened.defer(() => embedded.close());
  const redis = opened.use(await RedisServer.start());
  const ways = new Map<string, ToxicProxy>();
  for (const [name, url] of Object.entries({ ...embedded.urls, redis: redis.url })) {
    ways.set(name, opened.use(await ToxicProxy.start(Number(new URL(url).port))));
  }
  const to = (name: string) => {
    const way = ways.get(name);
    if (!way) throw new Error(`There is no way to ${name}.`);
    return way;
  };
  const viaOf = (name: string, scheme: string) => `${scheme}://127.0.0.1:${to(name).port}`;
  const urls = Object.fromEntries(Object.keys(embedded.urls).map((name) => [name, viaOf(name, 'http')]));
  const resources = opened.move();
  const gateway: Ways['gateway'] = async (settings) => {
    const usual = { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir(), CHANGES_POLL_MS: '3600000' };
    // Who asks works in the same process.
    const patient = { MAX_LOOP_DELAY_MS: '10000' };
    const config = readConfig({ ...usual, ...patient, ...settings }, systems);
    const log = createLog({ level: config.logLevel, pretty: false });
    const started = await startGateway({ config, domains, schema: buildGraph(domains), log });
    resources.defer(() => started.close());
    await started.changes.intake.begun;
    return started.url;
  };
  return {
    systems: embedded.urls,
    to,
    settings: { ...settingsFor(urls), REDIS_URL: viaOf('redis', 'redis') },
    gateway,
    truth: () => gateway({ ...settingsFor(embedded.urls), CACHE: 'off' }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

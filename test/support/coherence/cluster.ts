import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Cache } from '../../../datasources/cache/cache.ts';
import type { Clock } from '../../../datasources/clock.ts';
import type { Change } from '../../../datasources/changes.ts';
import * as domains from '../../../resolvers/domains.ts';
import { readConfig } from '../../../server/config.ts';
import { withEmbeddedUrls, startEmbedded } from '../../../server/start/embedded.ts';
import { startGateway } from '../../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../../server/graph.ts';
import { createLog } from '../../../server/log.ts';
import { PATIENCE, type Answer, type SystemName } from '../product.ts';
import { Systems } from '../systems.ts';
import { call, connectTo, feedOf, sourceOf, changesSince } from '../embedded-systems.ts';
import { shareMemory, type Link, type Sharing } from './sharing.ts';

/** One gateway of the cluster. */
export interface Member {
  readonly url: string;
  readonly cache: Cache;
  readonly link: Link;
  /** Sends a query over HTTP and gives the raw body. */
  readonly ask: (query: string, variables?: object) => Promise<string>;
}

/** Gateways over the same four systems. `members` have caches and share a tier and a clock; `plain` has no cache. */
export interface Cluster extends AsyncDisposable {
  readonly members: readonly Member[];
  readonly plain: Member;
  readonly sharing: Sharing;
  readonly systems: Systems;
  /** Counts the REST calls that the systems serve during `work`. */
  readonly counted: <T>(work: () => Promise<T>) => Promise<{ readonly result: T; readonly calls: number }>;
  /** Advances the clock of the caches. */
  readonly later: (ms: number) => void;
  /** The changes that the systems report since the last call. */
  readonly changes: () => Promise<readonly Change[]>;
}

const NAMES: readonly SystemName[] = ['crm', 'commerce', 'erp', 'accounting'];

/** Starts the systems on a copy of their data, `size` gateways with caches that share what `share` creates, and one without. */
export async function startCluster(
  size: number,
  share: (clock: Clock) => Promise<Sharing> = shareMemory,
): Promise<Cluster> {
  await using opened = new AsyncDisposableStack();
  const data = mkdtempSync(join(tmpdir(), 'isthmus-'));
  opened.defer(() => rmSync(data, { recursive: true, force: true }));
  cpSync(inject('databases'), data, { recursive: true });
  const free = Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_PORT`, '0']));
  const base = { DATA_DIR: data, PORT: '0', LOG_LEVEL: 'silent', ...PATIENCE, ...free };
  const embedded = await startEmbedded(readConfig(base, systemsOf(domains)), () => undefined);
  opened.defer(() => embedded?.close());
  let offsetMs = 0;
  const clock = { now: () => performance.now() + offsetMs };
  const sharing = opened.use(await share(clock));
  const start = async (cache: 'on' | 'off'): Promise<Member> => {
    // Each gateway has its own data folder beside the databases.
    const own = { DATA_DIR: mkdtempSync(join(data, 'gateway-')) };
    const config = withEmbeddedUrls(
      readConfig({ ...base, ...own, CACHE: cache }, systemsOf(domains)),
      embedded,
    );
    const log = createLog({ level: config.logLevel, pretty: false });
    const link = await sharing.join();
    const { tier } = link;
    const gateway = await startGateway({ config, domains, schema: buildGraph(domains), log, clock, tier });
    opened.defer(() => gateway.close());
    return { url: gateway.url, cache: gateway.cache, link, ask: (...args) => ask(gateway.url, ...args) };
  };
  const plain = await start('off');
  const members = await Promise.all(Array.from({ length: size }, () => start('on')));
  const urls = (embedded?.urls ?? {}) as Record<SystemName, string>;
  const changes = await followChanges(urls, opened);
  const systems = new Systems({ systems: urls });
  const resources = opened.move();
  return {
    members,
    plain,
    sharing,
    systems,
    changes,
    counted: async (work) => {
      const before = await callsAt(urls);
      const result = await work();
      return { result, calls: (await callsAt(urls)) - before };
    },
    later: (ms) => {
      offsetMs += ms;
      sharing.wake();
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** The data and errors in a response body, without the parts that differ between requests. */
export function dataAndErrors(body: string): string {
  const { data, errors = [] } = JSON.parse(body) as Partial<Answer>;
  const faults = errors.map(({ message, path }) => ({ message, path }));
  return JSON.stringify({ data, faults });
}

async function ask(url: string, query: string, variables: object = {}): Promise<string> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return answer.text();
}

async function callsAt(urls: Readonly<Record<SystemName, string>>): Promise<number> {
  const counts = Object.values(urls).map(async (url) => {
    const { requests } = (await (await fetch(`${url}/_control`)).json()) as { requests: number };
    return requests;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Follows the change feeds of the systems through the gateway's own data sources. */
async function followChanges(
  urls: Readonly<Record<SystemName, string>>,
  opened: AsyncDisposableStack,
): Promise<Cluster['changes']> {
  const feeds = systemsOf(domains).map(async (system) => {
    const connection = connectTo(system, urls[system.name as SystemName]);
    opened.defer(() => connection.close());
    const feed = feedOf(sourceOf(connection));
    return { feed, position: await feed.newest(call()) };
  });
  const followed = await Promise.all(feeds);
  return async () => {
    const batches = followed.map(async (one) => {
      const { changes, position } = await changesSince(one.feed, one.position);
      one.position = position;
      return changes;
    });
    return (await Promise.all(batches)).flat();
  };
}

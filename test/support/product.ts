import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import { expect, inject } from 'vitest';
import type { Clock } from '../../datasources/clock.ts';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import type { Changes } from '../../server/open/changes.ts';
import { withEmbeddedUrls, startEmbedded } from '../../server/start/embedded.ts';
import { startGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';
import type { Streams } from '../../server/streams/streams.ts';

/** An answer of the graph. `data` is untyped JSON. */
export interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** The REST calls that a system served: in total, and by route. */
export interface Calls {
  readonly requests: number;
  readonly routes: Readonly<Record<string, number>>;
}

export type SystemName = 'crm' | 'commerce' | 'erp' | 'accounting';

/** A running gateway. */
export interface Replica extends AsyncDisposable {
  readonly url: string;
  /** Changes in the systems, as this gateway receives them. */
  readonly changes: Changes;
  /** Its open streams. */
  readonly streams: Streams;
  /** The URL of its metrics; null if it serves none. */
  readonly metricsUrl: string | null;
  /** Sends a query over HTTP. */
  readonly query: (query: string, variables?: object, headers?: Record<string, string>) => Promise<Answer>;
}

/** The whole product: four systems in their own process over fresh data, and a gateway. */
export interface Product extends Replica {
  /** URLs of the systems. */
  readonly systems: Readonly<Record<SystemName, string>>;
  /** The data of a query, which must succeed. */
  readonly data: (query: string) => Promise<Record<string, unknown>>;
  /** The codes of a query's errors. */
  readonly codes: (query: string) => Promise<readonly unknown[]>;
  /** Runs a query; gives its answer, and the REST calls it makes, counted by the systems. */
  readonly counted: (
    query: string,
    variables?: object,
  ) => Promise<{ answer: Answer; calls: Record<SystemName, Calls>; total: number }>;
  /** The number of REST calls made during `work`, counted by the systems. */
  readonly callsDuring: (work: () => Promise<unknown>) => Promise<number>;
  /** Starts another gateway over the same systems; the caller closes it. `env` adds settings to those of the first. */
  readonly another: (env?: Record<string, string>) => Promise<Replica>;
  /** Changes controls of a system, such as `{ latencyMs: 200 }`. */
  readonly turn: (system: SystemName, switches: object) => Promise<void>;
}

const NAMES: readonly SystemName[] = ['crm', 'commerce', 'erp', 'accounting'];

/** No caches, and deadlines that are long enough on a busy machine; tests about these set their own. */
export const PATIENCE: Readonly<Record<string, string>> = {
  REQUEST_TIMEOUT_MS: '60000',
  // Tests run in the gateway's process and delay its event loop; those about overload set their own.
  MAX_LOOP_DELAY_MS: '10000',
  // Most tests change data in the systems directly and count calls; tests about caches turn them on.
  CACHE: 'off',
  // Polls for changes would be counted as calls; tests about changes set their own interval.
  CHANGES_POLL_MS: '3600000',
  ...Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_TIMEOUT_MS`, '20000'])),
  // Failures in one test must not affect the next.
  ...Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_BREAKER_FAILURES`, '0'])),
  ...Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_RETRY_BUDGET_PERCENT`, '1000'])),
};

/** Options of {@link startProduct}. */
export interface ProductOptions {
  /** Maps the URL of an embedded system to the one that the gateway uses instead. */
  readonly inFrontOf?: Partial<Record<SystemName, (url: string) => string>>;
  /** The destination of the gateway's log; its level is a setting. */
  readonly logTo?: DestinationStream;
  /** The clock for the ages of cached values. */
  readonly clock?: Clock;
}

/**
 * Starts the product on free ports, on a copy of the databases that the global set-up has built, so that a test file may change its data.
 * `env` adds settings.
 */
export async function startProduct(
  env: Record<string, string> = {},
  { inFrontOf = {}, logTo, clock = performance }: ProductOptions = {},
): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'isthmus-'));
  cpSync(inject('databases'), data, { recursive: true });
  const base = { DATA_DIR: data, PORT: '0', LOG_LEVEL: 'silent', ...PATIENCE, ...env };
  const free = Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_PORT`, '0']));
  const embedded = await startEmbedded(readConfig({ ...base, ...free }, systemsOf(domains)), () => undefined);
  const urls = (embedded?.urls ?? {}) as Record<SystemName, string>;
  const fronts = NAMES.map((name) => [name, inFrontOf[name]?.(urls[name]) ?? urls[name]]);
  const reached = embedded && { ...embedded, urls: Object.fromEntries(fronts) as Record<string, string> };
  const start = async (more: Record<string, string> = {}): Promise<Replica> => {
    // Each gateway has its own data folder beside the databases.
    const own = { DATA_DIR: mkdtempSync(join(data, 'gateway-')) };
    const config = withEmbeddedUrls(
      readConfig({ ...base, ...free, ...own, ...more }, systemsOf(domains)),
      reached,
    );
    const log = createLog({ level: config.logLevel, pretty: false, ...(logTo ? { to: logTo } : {}) });
    const { url, changes, streams, metricsUrl, close } = await startGateway({
      config,
      domains,
      schema: buildGraph(domains),
      log,
      clock,
    });
    // Calls made at startup must not be counted as those of a test.
    await changes.intake.begun;
    return { url, changes, streams, metricsUrl, query: queryAt(url), [Symbol.asyncDispose]: close };
  };
  const gateway = await start();
  const counting = async <T>(work: () => Promise<T>) => {
    await Promise.all(
      Object.values(urls).map((url) => fetch(`${url}/_control/requests`, { method: 'DELETE' })),
    );
    const answer = await work();
    const calls = await callsOf(urls);
    return { answer, calls, total: Object.values(calls).reduce((sum, { requests }) => sum + requests, 0) };
  };
  return {
    ...gateway,
    systems: urls,
    data: async (source) => {
      const { data, errors } = await gateway.query(source);
      expect(errors).toBeUndefined();
      return data as Record<string, unknown>;
    },
    codes: async (source) => {
      const { errors = [] } = await gateway.query(source);
      return errors.map(({ extensions }) => extensions['code']);
    },
    counted: (source, variables) => counting(() => gateway.query(source, variables)),
    callsDuring: async (work) => (await counting(work)).total,
    another: start,
    turn: async (system, switches) => {
      const headers = { 'content-type': 'application/json' };
      await fetch(`${urls[system]}/_control`, { method: 'PATCH', headers, body: JSON.stringify(switches) });
    },
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await embedded?.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function queryAt(url: string): Replica['query'] {
  return async (source, variables = {}, headers = {}) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify({ query: source, variables }),
    });
    return (await answer.json()) as Answer;
  };
}

async function callsOf(urls: Record<SystemName, string>): Promise<Record<SystemName, Calls>> {
  const entries = Object.entries(urls).map(async ([name, url]) => {
    const { requests, routes } = (await (await fetch(`${url}/_control`)).json()) as Calls;
    return [name, { requests, routes }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<SystemName, Calls>;
}

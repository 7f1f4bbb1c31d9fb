import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Webhooks } from '../changes/webhooks/webhooks.ts';
import type { Cache } from '../datasources/cache/cache.ts';
import type { Clock } from '../datasources/clock.ts';
import type { SharedTier } from '../datasources/cache/tier.ts';
import type { Answers } from './answers/answers.ts';
import type { Operations } from './answers/operations.ts';
import type { Changes } from './changes.ts';
import type { Config } from './config.ts';
import type { ContextFor } from './context.ts';
import type { Engine } from './engine.ts';
import type { Domains } from './graph.ts';
import type { Identity } from './identity/identity.ts';
import type { DocumentValidator } from './limits/document-validator.ts';
import { listen } from './listen.ts';
import { openGateway } from './open-gateway.ts';
import type { Load } from './overload/load.ts';
import type { Budgets } from './rate/budgets.ts';
import type { SafeList } from './safe-list/safe-list.ts';
import { openSources } from './sources.ts';
import type { LongLivedOperations } from './streams/operations.ts';
import type { Streams } from './streams/streams.ts';
import { logOperations } from './telemetry/logs/operations.ts';
import type { RefusalLog } from './telemetry/logs/refusals.ts';
import { openTraces, startMetrics } from './telemetry/telemetry.ts';
import { CHANGES_PATH } from './transports/changes.ts';
import type { Connections } from './transports/connections.ts';
import type { DeadPeers } from './transports/dead-peers.ts';
import { warnOfSettings } from './warnings.ts';

/** What transports need to answer an operation. */
export interface Gateway {
  readonly config: Config;
  readonly log: Logger;
  readonly schema: GraphQLSchema;
  readonly engine: Engine;
  /** Validates documents and computes the cost of operations. */
  readonly validator: DocumentValidator;
  /** How many operations run in this process, and how many may. */
  readonly load: Load;
  /** What callers have spent and may still spend. */
  readonly budgets: Budgets;
  /** Operations that the engine has accepted before. */
  readonly operations: Operations;
  /** Published operations. */
  readonly safeList: SafeList;
  /** The fast path to an answer. */
  readonly answers: Answers;
  readonly contextFor: ContextFor;
  /** Authenticates callers. */
  readonly identity: Identity;
  /** Logs refused credentials. */
  readonly refusals: RefusalLog;
  /** Recognizes long-lived operations. */
  readonly longLivedOperations: LongLivedOperations;
  /** The long-lived operations that are open. */
  readonly streams: Streams;
  /** The open connections. */
  readonly connections: Connections;
  /** Disconnects streaming clients that disappeared without closing. */
  readonly deadPeers: DeadPeers;
  /** Milliseconds between two keep-alives on an open connection. */
  readonly pingMs: number;
}

/** A gateway that is answering. */
export interface RunningGateway {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The cache of what was read from the systems; evict entries here when they are known to have changed. */
  readonly cache: Cache;
  /** The changes in its systems. */
  readonly changes: Changes;
  /** The long-lived operations that are open. */
  readonly streams: Streams;
  /** Where its metrics are served; null if no setting says so. */
  readonly metricsUrl: string | null;
  /**
   * Stops in order: readiness, followed by the configured delay; streams; new requests; running requests and sockets; work that outlives
   * its request; connections to systems and Redis.
   */
  readonly close: () => Promise<void>;
}

/** Options of {@link startGateway}. */
export interface GatewayOptions {
  readonly config: Config;
  readonly domains: Domains;
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  /** The clock for the age of cached values; `performance` by default. */
  readonly clock?: Clock;
  /** The cache tier that replicas share; by default, the configured one. */
  readonly tier?: SharedTier;
  /** Milliseconds between two keep-alives on an open connection; a dead client is noticed after twice that. 7,000 by default. */
  readonly pingMs?: number;
  /** Sends webhooks; closed by the caller that opened it. By default the gateway opens its own. */
  readonly webhooks?: Webhooks;
}

const CLOSE_FUSE_MS = 10_000;

/** Starts listening. Throws what listening throws, such as EADDRINUSE, and leaves nothing open. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { config, log } = options;
  await using opened = new AsyncDisposableStack();
  const traces = await openTraces(config.telemetry.traces);
  if (traces) opened.defer(() => traces.close());
  opened.defer(logOperations(config.telemetry.operations, log));
  const sources = openSources(options, opened);
  const { gateway, changes, keys, redis, registersRead } = await openGateway(options, sources, opened);
  const { cache, systems } = sources;
  const { answers, load, streams, connections } = gateway;
  const measured = { cache, answers, changes, load, streams, connections, systems };
  const metrics = await startMetrics(config.telemetry.metrics, measured, log);
  if (metrics) opened.defer(() => metrics.close());
  await registersRead;
  warnOfSettings(config, keys, log);
  const { url, health } = await listen(gateway, changes.intake, redis, opened);
  await changes.intake.start((system) => `${url}${CHANGES_PATH}/${system}`);
  const resources = opened.move();
  return {
    url,
    cache,
    changes,
    streams,
    metricsUrl: metrics?.url ?? null,
    close: async () => {
      const end = fuse(CLOSE_FUSE_MS);
      health.drain();
      if (config.shutdownDelayMs > 0) await sleep(config.shutdownDelayMs);
      await Promise.race([resources.disposeAsync(), end]);
    },
  };
}

function fuse(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

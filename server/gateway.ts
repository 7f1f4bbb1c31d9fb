import { setTimeout as sleep } from 'node:timers/promises';
import type { Cache } from '../datasources/cache/cache.ts';
import type { Changes } from './open/changes.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { listen } from './listen.ts';
import { openGateway } from './open/gateway.ts';
import { openSources } from './open/sources.ts';
import type { Streams } from './streams/streams.ts';
import { logOperations } from './telemetry/logs/operations.ts';
import { openTraces, startMetrics } from './telemetry/telemetry.ts';
import { CHANGES_PATH } from './transports/changes.ts';
import { warnOfSettings } from './start/warnings.ts';

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

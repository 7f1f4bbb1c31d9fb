import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Cache } from '../../../datasources/cache/cache.ts';
import type { Answers } from '../../answers/answers.ts';
import type { Changes } from '../../open/changes.ts';
import type { MetricsConfig } from '../../config/telemetry.ts';
import type { Load } from '../../overload/load.ts';
import type { Streams } from '../../streams/streams.ts';
import type { Slots } from '../../rate/slots.ts';
import { all } from '../all.ts';
import { registerCacheMetrics } from './caches.ts';
import { countChanges } from './changes.ts';
import { gauge } from './scraped.ts';
import { registerLoadMetrics } from './load.ts';
import { countErrors, countOperations } from './operations.ts';
import { registerPolicyMetrics, type CalledSystems } from './policies.ts';
import { countRest } from './rest.ts';

/** The sources of metrics. */
export interface MetricSources {
  readonly cache: Cache;
  readonly answers: Answers;
  readonly changes: Changes;
  readonly load: Pick<Load, 'running' | 'limit' | 'refused'>;
  readonly streams: Streams;
  readonly connections: Slots;
  readonly systems: CalledSystems;
}

/** The metrics of a gateway. */
export interface Metrics {
  /** The media type of what `text` returns. */
  readonly contentType: string;
  /** All current values, in Prometheus' text format. */
  readonly text: () => Promise<string>;
  /** Stops counting. */
  readonly close: () => void;
}

/**
 * Metrics of the process: memory, CPU, delay of the event loop, garbage collection. Shared by all gateways of a process, because their
 * collection cannot be stopped.
 */
const ofProcess = new Registry();
collectDefaultMetrics({ register: ofProcess });

/** Starts counting. */
export function openMetrics(config: MetricsConfig, measured: MetricSources): Metrics {
  const { cache, answers, changes, load, streams, connections, systems } = measured;
  const registry = new Registry();
  const registers = [registry];
  registerCacheMetrics(registry, cache, answers);
  registerPolicyMetrics(registry, systems);
  registerLoadMetrics(registry, load);
  gauge(
    registers,
    'isthmus_connections',
    'WebSockets and event streams that are open.',
    () => connections.taken,
  );
  const open = 'Open subscriptions and live queries.';
  gauge(registers, 'isthmus_streams', open, () => streams.size);
  const groups = 'Groups of them: each is executed once for all clients that follow it.';
  gauge(registers, 'isthmus_stream_groups', groups, () => streams.groupCount);
  const close = all([
    countOperations(registry, config),
    countErrors(registry),
    countRest(registry),
    countChanges(registry, changes),
  ]);
  return {
    contentType: registry.contentType,
    text: async () => `${await registry.metrics()}\n${await ofProcess.metrics()}`,
    close,
  };
}

import type { Logger } from '../../datasources/logger.ts';
import type { MetricsConfig, TracesConfig } from '../config/telemetry.ts';
import type { MetricSources } from './metrics/registry.ts';
import type { MetricsServer } from './metrics/serve.ts';
import type { Traces } from './traces/traces.ts';

/** Metrics cannot be served; `cause` is what listening threw, such as EADDRINUSE. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError';
}

/**
 * Serves metrics if a setting says so; null otherwise. The code is not even loaded unless it is needed, to keep an idle gateway small.
 * Throws {@link MetricsError}.
 */
export async function startMetrics(
  config: MetricsConfig | null,
  measured: MetricSources,
  log: Logger,
): Promise<MetricsServer | null> {
  if (config === null) return null;
  const { serveMetrics } = await import('./metrics/serve.ts');
  return serveMetrics(config, measured, log).catch((cause: unknown) => {
    throw new MetricsError('metrics cannot be served', { cause });
  });
}

/** Starts recording traces if a setting says so; null otherwise. */
export async function openTraces(config: TracesConfig | null): Promise<Traces | null> {
  if (config === null) return null;
  const { startTraces } = await import('./traces/traces.ts');
  return startTraces(config);
}

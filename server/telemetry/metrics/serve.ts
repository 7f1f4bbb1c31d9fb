import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsConfig } from '../../config/telemetry.ts';
import type { Logger } from '../../../datasources/logger.ts';
import { openMetrics, type MetricSources, type Metrics } from './registry.ts';

/** The server for metrics. */
export interface MetricsServer {
  /** Such as `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const PATH = '/metrics';

/**
 * Serves metrics on a port of their own, so that access to the graph does not include access to them. Rejects with what listening throws,
 * such as EADDRINUSE, and leaves nothing open.
 */
export async function serveMetrics(
  config: MetricsConfig,
  measured: MetricSources,
  log: Logger,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    const [path] = (request.url ?? '').split('?', 1);
    if (path !== PATH) response.writeHead(404).end(`Metrics are at ${PATH}.\n`);
    else if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
    else void answer(response, metrics, log);
  });
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const metrics = openMetrics(config, measured);
  return {
    url: `http://${hostOf(server.address() as AddressInfo)}${PATH}`,
    close: async () => {
      metrics.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(response: ServerResponse, metrics: Metrics, log: Logger): Promise<void> {
  try {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
  } catch (err) {
    log.error({ err }, 'metrics could not be collected');
    response.writeHead(500).end();
  }
}

function hostOf({ address, family, port }: AddressInfo): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

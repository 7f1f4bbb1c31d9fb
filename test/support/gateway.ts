import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway, type RunningGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';

/** A new data folder, as each gateway needs its own. */
export function dataDir(): string {
  return mkdtempSync(join(tmpdir(), 'isthmus-'));
}

/** The URL of systems that tests do not need: nothing listens on port 9 (discard). */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Starts only a gateway, on a free port. Its systems cannot be reached, so it is for tests of what happens before a call. `env` adds
 * settings; the log is silent by default, and goes to `logTo` if given. Throws ConfigError.
 */
export function startGatewayAlone(
  env: Record<string, string> = {},
  logTo?: DestinationStream,
): Promise<RunningGateway & AsyncDisposable> {
  const systems = systemsOf(domains);
  const config = readConfig(
    { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir(), MAX_LOOP_DELAY_MS: '10000', ...env },
    systems,
  );
  const away = { ...config, systems: config.systems.map((system) => ({ ...system, baseUrl: NOWHERE })) };
  const log = createLog({ level: config.logLevel, pretty: false, ...(logTo ? { to: logTo } : {}) });
  return startGateway({ config: away, domains, schema: buildGraph(domains), log }).then((gateway) => ({
    ...gateway,
    [Symbol.asyncDispose]: () => gateway.close(),
  }));
}

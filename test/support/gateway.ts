import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway, type RunningGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';

/** Each gateway has a file of its own, which nobody shares with it. */
export function dataDir(): string {
  return mkdtempSync(join(tmpdir(), 'isthmus-'));
}

/** Port 9 (discard) answers nowhere: the systems of a gateway whose tests need none. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Starts a gateway alone, on a free port. Its systems cannot be reached: for tests of what happens before one is
 * asked. `env` adds settings; the log goes nowhere, or to `logTo`.
 */
export function startGatewayAlone(
  env: Record<string, string> = {},
  logTo?: DestinationStream,
): Promise<RunningGateway> {
  const systems = systemsOf(domains);
  const config = readConfig(
    { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir(), MAX_LOOP_DELAY_MS: '10000', ...env },
    systems,
  );
  const away = { ...config, systems: config.systems.map((system) => ({ ...system, baseUrl: NOWHERE })) };
  const log = createLog({ level: config.logLevel, pretty: false, ...(logTo ? { to: logTo } : {}) });
  return startGateway({ config: away, domains, schema: buildGraph(domains), log });
}

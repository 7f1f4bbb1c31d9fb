import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inject } from 'vitest';
import * as domains from '../../../resolvers/domains.ts';
import { readConfig } from '../../../server/config.ts';
import { startEmbedded } from '../../../server/start/embedded.ts';
import { systemsOf } from '../../../server/graph.ts';
import { Systems } from '../systems.ts';
import type { SystemName } from '../product.ts';

/** The embedded systems without a gateway, over fresh data. */
export interface RealSystems extends AsyncDisposable {
  readonly urls: Readonly<Record<SystemName, string>>;
  /** Calls them directly, without a gateway. */
  readonly rest: Systems;
  /** Whether a system has had every webhook for this product acknowledged, according to its own database. */
  readonly hasDelivered: (system: 'crm' | 'commerce') => boolean;
  /** The folder of their data, which is removed with them. */
  readonly folder: string;
}

/** Starts all four on free ports. */
export async function startRealSystems(): Promise<RealSystems> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-'));
  cpSync(inject('databases'), folder, { recursive: true });
  const systems = systemsOf(domains);
  const ports = Object.fromEntries(systems.map(({ name }) => [`${name.toUpperCase()}_PORT`, '0']));
  const embedded = await startEmbedded(readConfig({ DATA_DIR: folder, ...ports }, systems), () => undefined);
  const urls = (embedded?.urls ?? {}) as RealSystems['urls'];
  // Raises the rate limits, which tests would exceed.
  for (const url of Object.values(urls)) {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ requestsPerSecond: 1_000_000 });
    await fetch(`${url}/_control`, { method: 'PATCH', headers, body });
  }
  return {
    urls,
    rest: new Systems({ systems: urls }),
    folder,
    hasDelivered: (system) => {
      using db = new DatabaseSync(join(folder, `${system}.sqlite`), { readOnly: true });
      const row = db
        .prepare('SELECT delivered = (SELECT max(seq) FROM change) AS done FROM webhook WHERE id = ?')
        .get('isthmus');
      return row?.['done'] === 1;
    },
    [Symbol.asyncDispose]: async () => {
      await embedded?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

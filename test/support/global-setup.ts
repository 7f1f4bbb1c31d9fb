import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startEmbedded } from '../../server/embedded.ts';
import { systemsOf } from '../../server/graph.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with the embedded systems' databases as they are when new. */
    databases: string;
  }
}

/**
 * Builds the databases once for all test files; each file works on a copy. The folder belongs to this run alone,
 * so that two runs side by side do not take it from each other. Returns what removes it.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const databases = mkdtempSync(join(tmpdir(), 'isthmus-databases-'));
  const systems = systemsOf(domains);
  const ports = Object.fromEntries(systems.map(({ name }) => [`${name.toUpperCase()}_PORT`, '0']));
  const embedded = await startEmbedded(
    readConfig({ DATA_DIR: databases, ...ports }, systems),
    () => undefined,
  );
  await embedded?.close();
  project.provide('databases', databases);
  return () => rmSync(databases, { recursive: true, force: true });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startEmbedded } from '../../server/start/embedded.ts';
import { systemsOf } from '../../server/graph.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with new databases of the embedded systems. */
    databases: string;
  }
}

/**
 * Builds the databases once for all test files; each file works on a copy. The folder belongs to this run alone, so that concurrent runs do
 * not interfere. Returns a function that removes it.
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

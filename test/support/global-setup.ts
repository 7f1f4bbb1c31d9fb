import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

/** Builds the databases once for all test files; each file works on a copy. */
export default async function setup(project: TestProject): Promise<void> {
  const databases = fileURLToPath(new URL('../../var/test-databases', import.meta.url));
  rmSync(databases, { recursive: true, force: true });
  mkdirSync(databases, { recursive: true });
  const systems = systemsOf(domains);
  const ports = Object.fromEntries(systems.map(({ name }) => [`${name.toUpperCase()}_PORT`, '0']));
  const embedded = await startEmbedded(
    readConfig({ DATA_DIR: databases, ...ports }, systems),
    () => undefined,
  );
  await embedded?.close();
  project.provide('databases', databases);
}

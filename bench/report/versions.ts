import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The packages that represent each peer. */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  apollo: ['@apollo/server', '@apollo/server-plugin-response-cache', '@apollo/datasource-rest', 'dataloader'],
  mercurius: ['mercurius', 'graphql-jit', 'fastify'],
  yoga: ['graphql-yoga', '@graphql-yoga/plugin-response-cache', 'dataloader'],
  hive: ['@graphql-hive/gateway', '@omnigraph/openapi'],
};

/** The versions that were measured, from the lock files of the peers: `@apollo/server 5.5.1`. */
export function versionsOfPeers(): readonly string[] {
  const versions = Object.entries(PEERS).flatMap(([peer, packages]) => {
    const file = fileURLToPath(new URL(`../peers/${peer}/package-lock.json`, import.meta.url));
    if (!existsSync(file)) return [];
    const { packages: locked } = JSON.parse(readFileSync(file, 'utf8')) as {
      packages: Readonly<Record<string, { readonly version?: string }>>;
    };
    return packages.map((name) => `${name} ${locked[`node_modules/${name}`]?.version ?? ''}`);
  });
  return [...new Set(versions)];
}

import type { System } from '../../datasources/system.ts';
import * as domains from '../../resolvers/domains.ts';
import { ConfigError, readConfig } from '../../server/config.ts';
import { systemsOf } from '../../server/graph.ts';

/** The systems of the graph. */
export const systems = systemsOf(domains);

/** The faults of these settings, one by one. */
export function faultsOf(
  env: Record<string, string>,
  of: readonly System<unknown>[] = systems,
): readonly string[] {
  try {
    readConfig(env, of);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

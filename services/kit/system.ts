import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DEFAULT_SWITCHES, type ServiceApp } from './app.ts';
import type { Switches } from './control.ts';
import { openDatabase, type DatabasePlan } from './database.ts';

/** One of the four embedded systems: its name, its data, and how it serves them. */
export interface SystemDefinition {
  readonly name: 'crm' | 'commerce' | 'erp' | 'accounting';
  readonly plan: DatabasePlan;
  /** Builds the HTTP server over an open database; `env` holds the credentials it accepts. */
  readonly serve: (db: DatabaseSync, switches: Switches, env: NodeJS.ProcessEnv) => Promise<ServiceApp>;
}

/** Where a system runs and keeps its data. */
export interface SystemOptions {
  /** Folder of its database file. */
  readonly data: string;
  readonly host: string;
  /** TCP port; 0 lets the operating system choose. */
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  /** Called before a database is built, which takes seconds. */
  readonly onBuild: (name: string) => void;
}

/** A running system. */
export interface RunningSystem {
  readonly name: SystemDefinition['name'];
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Opens the database, building it first if necessary, and starts listening. Throws DatabaseError, or what listening throws. */
export async function startSystem(system: SystemDefinition, options: SystemOptions): Promise<RunningSystem> {
  const file = join(options.data, `${system.name}.sqlite`);
  if (!existsSync(file)) options.onBuild(system.name);
  const db = openDatabase(file, system.plan);
  const app = await system.serve(db, { ...DEFAULT_SWITCHES }, options.env);
  // Not an onClose hook: these run last in, first out, so the database would close before a webhook sender that reads it.
  const close = async (): Promise<void> => {
    await app.close();
    db.close();
  };
  try {
    const url = await app.listen({ host: options.host, port: options.port });
    return { name: system.name, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

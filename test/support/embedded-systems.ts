import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type {
  ChangeFeed,
  ChangeSource,
  Recorder,
  ReportedChange,
  ChangeReport,
} from '../../datasources/changes.ts';
import { backgroundCall } from '../../datasources/scope.ts';
import type { OpenSystem, System, SystemSettings } from '../../datasources/system.ts';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startEmbedded } from '../../server/start/embedded.ts';
import { systemsOf } from '../../server/graph.ts';
import type { SystemName } from './product.ts';
import { connectAlone } from './source.ts';
import { Systems } from './systems.ts';

/** The embedded systems without a gateway, and their change sources. */
export interface EmbeddedSystems extends AsyncDisposable {
  readonly urls: Readonly<Record<SystemName, string>>;
  /** Direct access to the systems. */
  readonly systems: Systems;
  readonly sources: Readonly<Record<SystemName, ChangeSource>>;
}

const NAMES: readonly SystemName[] = ['crm', 'commerce', 'erp', 'accounting'];

/** A background call, as used for following changes. */
export const call = () => backgroundCall({ requestId: 'test', signal: AbortSignal.timeout(20_000) });

/** The credentials that an embedded system accepts. */
export function credentialsOf(system: System<unknown>): Record<string, string> {
  const settings = Object.entries(system.credentials.settings);
  return Object.fromEntries(settings.map(([name, { local }]) => [name, local]));
}

/** One system, opened at a URL. */
export function connectTo<Source>(
  system: System<Source>,
  baseUrl: string,
  settings: Partial<SystemSettings> = {},
  recorder?: Recorder,
): OpenSystem<Source> {
  return connectAlone(system, { baseUrl, credentials: credentialsOf(system), ...settings }, recorder);
}

/** The change source of a connected system. Throws if it has none. */
export function sourceOf({ changes }: OpenSystem<unknown>): ChangeSource {
  if (!changes) throw new Error('The system has no change source.');
  return changes;
}

/** The feed of a change source. Throws if it has none. */
export function feedOf({ feed }: ChangeSource): ChangeFeed {
  if (!feed) throw new Error('The change source has no feed.');
  return feed;
}

/** Starts the systems on a copy of their data. */
export async function startEmbeddedSystems(): Promise<EmbeddedSystems> {
  await using opened = new AsyncDisposableStack();
  const data = mkdtempSync(join(tmpdir(), 'isthmus-'));
  opened.defer(() => rmSync(data, { recursive: true, force: true }));
  cpSync(inject('databases'), data, { recursive: true });
  const ports = Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_PORT`, '0']));
  const all = systemsOf(domains);
  const embedded = await startEmbedded(readConfig({ DATA_DIR: data, ...ports }, all), () => undefined);
  opened.defer(() => embedded?.close());
  const urls = (embedded?.urls ?? {}) as Record<SystemName, string>;
  const sources = NAMES.map((name) => {
    const system = all.find((one) => one.name === name);
    if (!system) throw new Error(`there is no system ${name}`);
    const open = connectTo(system, urls[name]);
    opened.defer(() => open.close());
    return [name, sourceOf(open)] as const;
  });
  const resources = opened.move();
  return {
    urls,
    systems: new Systems({ systems: urls }),
    sources: Object.fromEntries(sources) as Record<SystemName, ChangeSource>,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Reads a feed from a position to its end: all changes, and the position reached. */
export async function changesSince(
  feed: ChangeFeed,
  position: string,
): Promise<ChangeReport & { readonly calls: number }> {
  const changes: ReportedChange[] = [];
  let missed = false;
  for (let calls = 1, at = position; ; calls += 1) {
    const page = await feed.after(at, call());
    changes.push(...page.changes);
    missed ||= page.missed;
    at = page.position;
    if (!page.hasMore) return { changes, position: at, hasMore: false, missed, calls };
  }
}

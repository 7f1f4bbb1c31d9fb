import type { System } from '../datasources/system.ts';
import type { WebhookSettings } from '../changes/webhooks/webhooks.ts';
import { readCache, type CacheConfig } from './config/cache.ts';
import { readChanges, type ChangesConfig } from './config/changes.ts';
import { readIdentity, type IdentityConfig } from './config/identity.ts';
import { readKeys, type KeysConfig } from './config/keys.ts';
import { readLimits } from './config/limits.ts';
import { readOverload } from './config/overload.ts';
import { readListenAddress, readProcess, type ProcessConfig } from './config/process.ts';
import { readRate } from './config/rate.ts';
import { readSafeList } from './config/safe-list.ts';
import {
  checkPages,
  checkPorts,
  prefixesOfPushing,
  readSystem,
  type ConfiguredSystem,
} from './config/systems.ts';
import { readStreams, type StreamsConfig } from './config/streams.ts';
import { readUsage } from './config/usage.ts';
import { readWebhooks } from './config/webhooks.ts';
import { readTelemetry, type TelemetryConfig } from './config/telemetry.ts';
import type { Limits } from './limits/limits.ts';
import type { LoadSettings } from './overload/load.ts';
import type { RateSettings } from './rate/store.ts';
import type { SafeListMode } from './safe-list/safe-list.ts';
import type { UsageBounds } from './usage/store.ts';
import { ConfigError, SettingsReader, type Environment, type SettingInfo } from './settings.ts';

export { ConfigError, type Environment, type SettingInfo } from './settings.ts';

/** The complete configuration, validated and frozen. Nothing else reads the environment. */
export interface Config extends ProcessConfig {
  /** How callers authenticate. */
  readonly identity: IdentityConfig;
  readonly limits: Limits;
  readonly overload: LoadSettings;
  /** What one caller may spend. */
  readonly rate: RateSettings;
  readonly cache: CacheConfig;
  readonly changes: ChangesConfig;
  readonly keys: KeysConfig;
  /** How operations that were not published are treated. */
  readonly safeList: SafeListMode;
  /** How much usage data is kept. */
  readonly usage: UsageBounds;
  readonly streams: StreamsConfig;
  readonly webhooks: WebhookSettings;
  readonly telemetry: TelemetryConfig;
  /** The most items that a list returns at once. */
  readonly maxPage: number;
  readonly systems: readonly ConfiguredSystem[];
}

/**
 * Reads the configuration for these systems from environment variables; `defaults` override the built-in ones. Throws {@link ConfigError}
 * with all faults at once.
 */
export function readConfig(
  env: Environment,
  systems: readonly System<unknown>[],
  defaults: Environment = {},
): Config {
  const reader = new SettingsReader(env, defaults);
  const config = read(reader, systems);
  checkPorts(reader, config, config.telemetry.metrics, config.systems);
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return Object.freeze(config);
}

/** All settings with their defaults, for `--help`. */
export function describeConfig(
  systems: readonly System<unknown>[],
  defaults: Environment = {},
): readonly SettingInfo[] {
  const reader = new SettingsReader({}, defaults);
  read(reader, systems);
  return reader.infos;
}

/**
 * Where a gateway with these settings listens, for a program that calls it, and the API key or token that program authenticates with (empty
 * for none). Throws {@link ConfigError}.
 */
export function readAccess(env: Environment): Pick<Config, 'host' | 'port'> & { readonly token: string } {
  const reader = new SettingsReader(env, {});
  const access = {
    ...readListenAddress(reader),
    token: reader.text('ISTHMUS_TOKEN', '', 'API key or token by which a command authenticates'),
  };
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return access;
}

function read(reader: SettingsReader, systems: readonly System<unknown>[]): Config {
  const address = readListenAddress(reader);
  const identity = readIdentity(reader.section('Authentication'), address.host);
  const own = readProcess(reader, address, identity.isOpen);
  const limitsReader = reader.section('Limits of an operation');
  const limits = readLimits(limitsReader);
  const maxPage = limitsReader.integer('MAX_PAGE_SIZE', 100, [1, 10_000], 'maximum page size of a list');
  const settings = systems.map((system) =>
    readSystem(reader.section(`System ${system.name}`), system, own.requestTimeoutMs),
  );
  checkPages(reader, maxPage, settings);
  return {
    ...own,
    identity,
    limits,
    overload: readOverload(reader.section('Overload')),
    rate: readRate(reader.section('Rate limit of a caller'), limits.cost),
    cache: readCache(reader.section('Cache')),
    changes: readChanges(reader.section('Changes'), prefixesOfPushing(systems)),
    keys: readKeys(reader.section('API keys')),
    safeList: readSafeList(reader.section('Operations that may run, and usage')),
    usage: readUsage(reader.section('Operations that may run, and usage')),
    streams: readStreams(reader.section('Subscriptions and live queries')),
    webhooks: readWebhooks(reader.section('Webhooks')),
    telemetry: readTelemetry(reader.section('Metrics, traces and logs')),
    maxPage,
    systems: settings,
  };
}

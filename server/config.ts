import type { System } from '../datasources/system.ts';
import type { WebhookSettings } from '../changes/webhooks/webhooks.ts';
import { isLoopback } from '../datasources/rest/loopback.ts';
import { readCache, type CacheConfig } from './config/cache.ts';
import { readChanges, type ChangesConfig } from './config/changes.ts';
import { readIdentity, type IdentityConfig } from './config/identity.ts';
import { readKeys, type KeysConfig } from './config/keys.ts';
import { readLimits } from './config/limits.ts';
import { readOverload } from './config/overload.ts';
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
export interface Config {
  readonly host: string;
  readonly port: number;
  /**
   * Folder for what must outlive the process when there is no Redis (`gateway.sqlite`: change log, API keys, webhooks and their secrets),
   * and for the databases of the embedded systems.
   */
  readonly dataDir: string;
  /** The Redis that replicas share; null if there is none. */
  readonly redisUrl: string | null;
  readonly logLevel: string;
  readonly logPretty: boolean;
  readonly introspection: boolean;
  /** Whether administration is available through the graph. */
  readonly admin: boolean;
  /** Origins, besides the gateway's own, whose pages may use the graph over HTTP, SSE and WebSocket. */
  readonly allowedOrigins: readonly string[];
  /** Host names, besides those of loopback, that requests may use. If empty, a gateway that others can reach accepts any. */
  readonly allowedHosts: readonly string[];
  /** The most milliseconds an operation may take. */
  readonly requestTimeoutMs: number;
  /** Milliseconds during which a process that was told to stop reports so at `/readyz` and keeps answering. */
  readonly shutdownDelayMs: number;
  /** Milliseconds a WebSocket may stay open before its client sends `connection_init`. */
  readonly connectionInitTimeoutMs: number;
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
  readonly reservationSeconds: number;
  readonly systems: readonly ConfiguredSystem[];
}

const REDIS_URLS = { protocols: ['redis:', 'rediss:'], credentials: true };

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
  checkPorts(reader, config.port, config.telemetry.metrics?.port ?? null, config.systems);
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

function readListenAddress(reader: SettingsReader): Pick<Config, 'host' | 'port'> {
  return {
    host: reader.text('HOST', '127.0.0.1', 'address to listen on'),
    port: reader.integer('PORT', 4000, 0, 65_535, 'port to listen on; 0 picks a free one'),
  };
}

function read(reader: SettingsReader, systems: readonly System<unknown>[]): Config {
  const { host, port } = readListenAddress(reader);
  const mode = reader.text(
    'NODE_ENV',
    '',
    'production turns off what is meant for local use: introspection, and administration without authentication',
  );
  const local = isLoopback(host) && mode !== 'production';
  const format = reader.oneOf(
    'LOG_FORMAT',
    'auto',
    ['auto', 'json', 'pretty'],
    'auto: pretty on a terminal, json elsewhere',
  );
  const identity = readIdentity(reader.section('Authentication'), host);
  const isOn = (name: string, about: string, auto = local) => {
    const chosen = reader.oneOf(name, 'auto', ['auto', 'on', 'off'], about);
    return chosen === 'on' || (chosen === 'auto' && auto);
  };
  const requestTimeoutMs = reader.integer(
    'REQUEST_TIMEOUT_MS',
    10_000,
    100,
    600_000,
    'maximum duration of an operation, in milliseconds',
  );
  const limitsReader = reader.section('Limits of an operation');
  const limits = readLimits(limitsReader);
  const maxPage = limitsReader.integer('MAX_PAGE_SIZE', 100, 1, 10_000, 'maximum page size of a list');
  const settings = systems.map((system) =>
    readSystem(reader.section(`System ${system.name}`), system, requestTimeoutMs),
  );
  checkPages(reader, maxPage, settings);
  return {
    host,
    port,
    dataDir: reader.text(
      'DATA_DIR',
      'var/data',
      'folder of gateway.sqlite (change log, API keys, webhooks, secrets: back it up) and of the embedded systems’ databases',
    ),
    redisUrl:
      reader.url(
        'REDIS_URL',
        REDIS_URLS,
        'URL of the Redis that replicas share; without it, a single process keeps everything itself',
      ) || null,
    logLevel: reader.oneOf(
      'LOG_LEVEL',
      'info',
      ['debug', 'info', 'warn', 'error', 'silent'],
      'least severe level that is logged',
    ),
    logPretty: format === 'pretty' || (format === 'auto' && process.stdout.isTTY),
    introspection: isOn('INTROSPECTION', 'introspection of the schema; auto: for local use only'),
    admin: isOn(
      'ADMIN',
      'administrative queries and mutations; auto: for local use, and with the scope admin where callers authenticate',
      local || !identity.isOpen,
    ),
    allowedOrigins: reader.origins(
      'ALLOWED_ORIGINS',
      'origins, besides its own, whose pages may use the gateway (CORS)',
    ),
    allowedHosts: reader.hosts(
      'ALLOWED_HOSTS',
      'host names that the gateway answers to; if empty, local names on loopback, any name elsewhere',
    ),
    requestTimeoutMs,
    shutdownDelayMs: reader.integer(
      'SHUTDOWN_DELAY_MS',
      0,
      0,
      9_000,
      'time during which /readyz answers 503 before the gateway stops accepting requests, in milliseconds, for load balancers to notice',
    ),
    connectionInitTimeoutMs: reader.integer(
      'CONNECTION_INIT_TIMEOUT_MS',
      5_000,
      10,
      60_000,
      'maximum time until a WebSocket sends connection_init, in milliseconds',
    ),
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
    reservationSeconds: reader.integer(
      'RESERVATION_SECONDS',
      900,
      1,
      86_400,
      'time for which stock is reserved for an order being placed, in seconds',
    ),
    systems: settings,
  };
}

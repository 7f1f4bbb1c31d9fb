import type { System, SystemSettings } from '../datasources/system.ts';
import { isLoopback } from '../datasources/rest/loopback.ts';
import { readChanges, type ChangesConfig } from './config/changes.ts';
import { readStanding, type StandingConfig } from './config/standing.ts';
import type { WebhookSettings } from '../changes/webhooks/webhooks.ts';
import { readWebhooks } from './config/webhooks.ts';
import type { Limits } from './limits/limits.ts';
import { ConfigError, SettingsReader, type Environment, type SettingInfo } from './settings.ts';

export { ConfigError, type Environment, type SettingInfo } from './settings.ts';

/** Everything the process was told, checked and frozen. Nothing else reads the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded systems' databases. */
  readonly dataDir: string;
  /** Redis for what replicas share; null without. */
  readonly redisUrl: string | null;
  readonly logLevel: string;
  readonly logPretty: boolean;
  readonly introspection: boolean;
  /** Whether the work of operators may be asked for through the graph. */
  readonly admin: boolean;
  /** Origins whose pages may open WebSockets, beside the gateway's own. */
  readonly allowedOrigins: readonly string[];
  /** Names under which requests may come, beside those of loopback; none stands for any where others can connect. */
  readonly allowedHosts: readonly string[];
  /** Milliseconds an operation may take. */
  readonly requestTimeoutMs: number;
  /** Milliseconds a WebSocket may stay open before its client has said `connection_init`. */
  readonly connectionInitTimeoutMs: number;
  readonly limits: Limits;
  readonly cache: CacheConfig;
  readonly changes: ChangesConfig;
  readonly standing: StandingConfig;
  readonly webhooks: WebhookSettings;
  /** The most items that a list gives at once. */
  readonly maxPage: number;
  readonly reservationSeconds: number;
  readonly systems: readonly ConfiguredSystem[];
}

/** What is kept of what was read, and of answers. */
export interface CacheConfig {
  /** Whether entities and lists are kept, and shared between requests. */
  readonly isOn: boolean;
  /** Bytes that these and whole answers may take in memory; 0 keeps none there. */
  readonly bytes: number;
  /** Milliseconds past its freshness for which a value may be used while it is fetched anew. */
  readonly staleMs: number;
  /** Whether whole answers are kept. */
  readonly answers: boolean;
}

/** A system with its settings; `embeddedPort` is set where the embedded one is to be started. */
export interface ConfiguredSystem extends SystemSettings {
  readonly system: System<unknown>;
  readonly embeddedPort: number | null;
}

const MEGABYTE = 1024 * 1024;
const REDIS_URLS = { protocols: ['redis:', 'rediss:'], credentials: true };
const SYSTEM_URLS = { protocols: ['http:', 'https:'], credentials: false };

/**
 * The configuration for these systems from these environment variables; `defaults` stand in place of the usual
 * ones. Throws {@link ConfigError} with all faults at once.
 */
export function readConfig(
  env: Environment,
  systems: readonly System<unknown>[],
  defaults: Environment = {},
): Config {
  const reader = new SettingsReader(env, defaults);
  const config = read(reader, systems);
  checkPorts(reader, config);
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

/** Where a gateway with these settings listens, for a program that asks it. Throws {@link ConfigError}. */
export function readPlace(env: Environment): Pick<Config, 'host' | 'port'> {
  const reader = new SettingsReader(env, {});
  const place = placeIn(reader);
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return place;
}

function placeIn(reader: SettingsReader): Pick<Config, 'host' | 'port'> {
  return {
    host: reader.text('HOST', '127.0.0.1', 'address to listen on'),
    port: reader.integer('PORT', 4000, 0, 65_535, 'port of the gateway; 0 takes a free one'),
  };
}

function read(reader: SettingsReader, systems: readonly System<unknown>[]): Config {
  const { host, port } = placeIn(reader);
  const mode = reader.text(
    'NODE_ENV',
    '',
    'production: strangers use this, nothing is told that they need not know',
  );
  const local = isLoopback(host) && mode !== 'production';
  const format = reader.oneOf(
    'LOG_FORMAT',
    'auto',
    ['auto', 'json', 'pretty'],
    'auto is pretty on a terminal',
  );
  const isOn = (name: string, about: string) => {
    const chosen = reader.oneOf(name, 'auto', ['auto', 'on', 'off'], about);
    return chosen === 'on' || (chosen === 'auto' && local);
  };
  return {
    host,
    port,
    dataDir: reader.text('DATA_DIR', 'var/data', 'folder of the embedded systems’ databases'),
    redisUrl: reader.url('REDIS_URL', REDIS_URLS, 'Redis for what replicas share; none without') || null,
    logLevel: reader.oneOf(
      'LOG_LEVEL',
      'info',
      ['debug', 'info', 'warn', 'error', 'silent'],
      'what is logged',
    ),
    logPretty: format === 'pretty' || (format === 'auto' && process.stdout.isTTY),
    introspection: isOn('INTROSPECTION', 'auto is on for local use only'),
    admin: isOn('ADMIN', 'whether evicting by hand and cache statistics may be asked for; auto likewise'),
    allowedOrigins: reader.origins('ALLOWED_ORIGINS', 'other origins whose pages may use the gateway'),
    allowedHosts: reader.hosts(
      'ALLOWED_HOSTS',
      'names under which the gateway may be asked; without, only local ones on loopback, else any',
    ),
    requestTimeoutMs: reader.integer(
      'REQUEST_TIMEOUT_MS',
      10_000,
      100,
      600_000,
      'time an operation may take',
    ),
    connectionInitTimeoutMs: reader.integer(
      'CONNECTION_INIT_TIMEOUT_MS',
      5_000,
      10,
      60_000,
      'time a WebSocket may take to say connection_init',
    ),
    limits: {
      bodyBytes: reader.integer('MAX_BODY_BYTES', 262_144, 1_024, 16_777_216, 'size of a request'),
      batch: reader.integer('MAX_BATCH', 10, 1, 100, 'operations in one HTTP request'),
      operations: reader.integer('MAX_OPERATIONS', 100, 1, 10_000, 'operations at once on one WebSocket'),
      tokens: reader.integer('MAX_TOKENS', 4_000, 100, 100_000, 'tokens of a document'),
      depth: reader.integer('MAX_DEPTH', 16, 3, 100, 'nesting of fields'),
      aliases: reader.integer('MAX_ALIASES', 50, 0, 10_000, 'aliased fields, fragments spread out'),
      rootFields: reader.integer(
        'MAX_ROOT_FIELDS',
        30,
        1,
        1_000,
        'fields of the topmost level, fragments spread out',
      ),
      nodes: reader.integer(
        'MAX_NODES',
        20_000,
        100,
        10_000_000,
        'objects an operation can give, by the sizes of its lists',
      ),
      items: reader.integer('MAX_ITEMS', 50_000, 100, 10_000_000, 'items of lists that an answer holds'),
    },
    cache: readCache(reader),
    changes: readChanges(reader, prefixesOfPushing(systems)),
    standing: readStanding(reader),
    webhooks: readWebhooks(reader),
    maxPage: reader.integer('MAX_PAGE_SIZE', 100, 1, 10_000, 'items that a list gives at once'),
    reservationSeconds: reader.integer(
      'RESERVATION_SECONDS',
      900,
      1,
      86_400,
      'how long orders in the making hold goods',
    ),
    systems: systems.map((system) => readSystem(reader, system)),
  };
}

function readCache(reader: SettingsReader): CacheConfig {
  const choices = ['on', 'off'] as const;
  const cache = reader.oneOf('CACHE', 'on', choices, 'whether entities and lists are kept');
  const bytes = reader.integer(
    'CACHE_BYTES',
    128 * MEGABYTE,
    0,
    64 * 1024 * MEGABYTE,
    'memory for entities, lists and answers; 0 keeps them in Redis alone',
  );
  const staleSeconds = reader.integer(
    'CACHE_STALE_SECONDS',
    30,
    0,
    86_400,
    'how long past its freshness a value may be used while it is fetched anew, where its system does not say',
  );
  const answers = reader.oneOf('ANSWER_CACHE', 'on', choices, 'whether whole answers are kept');
  const isOn = cache === 'on';
  // An answer falls with what it was made of: where that is not kept, nothing would tell when.
  return { isOn, bytes, staleMs: staleSeconds * 1_000, answers: isOn && answers === 'on' };
}

function readSystem(reader: SettingsReader, system: System<unknown>): ConfiguredSystem {
  const prefix = prefixOf(system);
  const faultsBefore = reader.faults.length;
  const about = `address of ${system.title}${system.embeddedPort === null ? '' : '; the embedded one without'}`;
  const url = reader.url(`${prefix}_URL`, SYSTEM_URLS, about).replace(/\/$/, '');
  const isAddressGood = reader.faults.length === faultsBefore;
  const embeddedPort = url === '' && isAddressGood ? system.embeddedPort : null;
  const port =
    system.embeddedPort === null
      ? null
      : reader.integer(
          `${prefix}_PORT`,
          system.embeddedPort,
          0,
          65_535,
          `port of the embedded ${system.name}`,
        );
  if (url === '' && isAddressGood && port === null) {
    reader.faults.push(`${prefix}_URL is missing: set it to the address of ${system.title}.`);
  }
  const baseUrl = embeddedPort === null ? url : `http://127.0.0.1:${port}`;
  const identity = readIdentity(reader, system, url);
  if (reader.faults.length === faultsBefore) checkIdentity(reader, system, identity, baseUrl);
  return {
    system,
    embeddedPort: embeddedPort === null ? null : port,
    baseUrl,
    identity,
    timeoutMs: reader.integer(
      `${prefix}_TIMEOUT_MS`,
      2_000,
      10,
      600_000,
      `time a call of ${system.name} may take`,
    ),
    concurrency: reader.integer(`${prefix}_CONCURRENCY`, 16, 1, 1_000, `calls of ${system.name} at once`),
    maxBatch: reader.integer(
      `${prefix}_MAX_BATCH`,
      100,
      1,
      10_000,
      `ids and rows that ${system.name} takes and gives in one call`,
    ),
    maxAgeMs:
      1_000 *
      reader.integer(
        `${prefix}_MAX_AGE_SECONDS`,
        5,
        0,
        86_400,
        `how long an answer of ${system.name} is fresh where it does not say`,
      ),
  };
}

/** Who asks; what the embedded system accepts, where that is what answers. */
function readIdentity(
  reader: SettingsReader,
  system: System<unknown>,
  url: string,
): Readonly<Record<string, string>> {
  const values = Object.entries(system.identity.settings).map(([name, { about, local }]) => {
    const setting = `${prefixOf(system)}_${name}`;
    const value = reader.text(setting, url === '' ? local : '', `${about} for ${system.name}`);
    if (value === '') {
      reader.faults.push(`${setting} is missing: set it to the ${about} that ${url} accepts.`);
    }
    return [name, value] as const;
  });
  return Object.fromEntries(values);
}

/** Finds out now what every call would fail for: a token with a line break, a secret that would travel in the clear. */
function checkIdentity(
  reader: SettingsReader,
  system: System<unknown>,
  identity: Readonly<Record<string, string>>,
  baseUrl: string,
): void {
  try {
    system.identity.credentials(identity, baseUrl);
  } catch (error) {
    const names = ['URL', ...Object.keys(identity)].map((name) => `${prefixOf(system)}_${name}`).join(', ');
    reader.faults.push(`${names}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The setting that says on which port something listens, by that port: for who finds it taken. */
export function portSettingOf(config: Config, port: number): string {
  const owner = config.systems.find(({ embeddedPort }) => embeddedPort === port && port !== config.port);
  return owner ? `${prefixOf(owner.system)}_PORT` : 'PORT';
}

/** The prefixes of systems that send webhooks, by their names. */
function prefixesOfPushing(systems: readonly System<unknown>[]): Readonly<Record<string, string>> {
  const pushing = systems.filter(({ pushes }) => pushes);
  return Object.fromEntries(pushing.map((system) => [system.name, prefixOf(system)]));
}

function prefixOf({ name }: System<unknown>): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/** Two that want one port would each find it taken "by another program". */
function checkPorts(reader: SettingsReader, config: Config): void {
  const wanted = new Map<number, string>([[config.port, 'PORT']]);
  for (const { system, embeddedPort } of config.systems) {
    if (embeddedPort === null || embeddedPort === 0) continue;
    const setting = `${prefixOf(system)}_PORT`;
    const other = wanted.get(embeddedPort);
    if (other !== undefined) {
      reader.faults.push(
        `${setting} and ${other} are both ${embeddedPort}: set one of them to another port.`,
      );
    }
    wanted.set(embeddedPort, setting);
  }
}

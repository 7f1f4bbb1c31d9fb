import type { System, SystemSettings } from '../datasources/system.ts';
import type { Limits } from './limits/limits.ts';

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
  /** Origins whose pages may open WebSockets, beside the gateway's own. */
  readonly allowedOrigins: readonly string[];
  /** Milliseconds an operation may take. */
  readonly requestTimeoutMs: number;
  /** Milliseconds a WebSocket may stay open before its client has said `connection_init`. */
  readonly connectionInitTimeoutMs: number;
  readonly limits: Limits;
  readonly reservationSeconds: number;
  readonly systems: readonly ConfiguredSystem[];
}

/** A system with its settings; `embeddedPort` is set where the embedded one is to be started. */
export interface ConfiguredSystem extends SystemSettings {
  readonly system: System<unknown>;
  readonly embeddedPort: number | null;
}

/** The settings do not make sense; `faults` names each with its remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** One line of `--help`. */
export interface SettingInfo {
  readonly name: string;
  readonly about: string;
  readonly fallback: string;
}

/** Settings by name, as an environment has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings one after the other, keeping all faults and all descriptions. */
class Reader {
  readonly faults: string[] = [];
  readonly infos: SettingInfo[] = [];
  readonly #env: Environment;
  readonly #defaults: Environment;

  constructor(env: Environment, defaults: Environment) {
    this.#env = env;
    this.#defaults = defaults;
  }

  text(name: string, usual: string, about: string): string {
    const fallback = this.#defaults[name] ?? usual;
    this.infos.push({ name, about, fallback });
    return this.#env[name] || fallback;
  }

  optional(name: string, about: string): string | null {
    return this.text(name, '', about) || null;
  }

  integer(name: string, fallback: number, min: number, max: number, about: string): number {
    const text = this.text(name, String(fallback), about);
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    this.faults.push(`${name} must be a whole number from ${min} to ${max}, got "${text}".`);
    return fallback;
  }

  oneOf<T extends string>(name: string, fallback: T, choices: readonly T[], about: string): T {
    const text = this.text(name, fallback, `${about} (${choices.join(', ')})`);
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.faults.push(`${name} must be one of ${choices.join(', ')}, got "${text}".`);
    return found ?? fallback;
  }

  url(name: string, fallback: string, protocols: readonly string[], about: string): string {
    const text = this.text(name, fallback, about);
    if (text !== '' && !(URL.canParse(text) && protocols.includes(new URL(text).protocol))) {
      const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
      this.faults.push(`${name} must be an address that begins with ${wanted}, got "${text}".`);
    }
    return text;
  }
}

/**
 * The configuration for these systems from these environment variables; `defaults` stand in place of the usual
 * ones. Throws {@link ConfigError} with all faults at once.
 */
export function readConfig(
  env: Environment,
  systems: readonly System<unknown>[],
  defaults: Environment = {},
): Config {
  const reader = new Reader(env, defaults);
  const config = read(reader, env, systems);
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return Object.freeze(config);
}

/** All settings with their defaults, for `--help`. */
export function describeConfig(
  systems: readonly System<unknown>[],
  defaults: Environment = {},
): readonly SettingInfo[] {
  const reader = new Reader({}, defaults);
  read(reader, {}, systems);
  return reader.infos;
}

function read(reader: Reader, env: Environment, systems: readonly System<unknown>[]): Config {
  const host = reader.text('HOST', '127.0.0.1', 'address to listen on');
  const local = isLoopback(host) && env['NODE_ENV'] !== 'production';
  const format = reader.oneOf(
    'LOG_FORMAT',
    'auto',
    ['auto', 'json', 'pretty'],
    'auto is pretty on a terminal',
  );
  const introspection = reader.oneOf(
    'INTROSPECTION',
    'auto',
    ['auto', 'on', 'off'],
    'auto is on for local use only',
  );
  return {
    host,
    port: reader.integer('PORT', 4000, 0, 65_535, 'port of the gateway; 0 takes a free one'),
    dataDir: reader.text('DATA_DIR', 'var/data', 'folder of the embedded systems’ databases'),
    redisUrl:
      reader.url('REDIS_URL', '', ['redis:', 'rediss:'], 'Redis for what replicas share; none without') ||
      null,
    logLevel: reader.oneOf(
      'LOG_LEVEL',
      'info',
      ['debug', 'info', 'warn', 'error', 'silent'],
      'what is logged',
    ),
    logPretty: format === 'pretty' || (format === 'auto' && process.stdout.isTTY),
    introspection: introspection === 'on' || (introspection === 'auto' && local),
    allowedOrigins: list(reader.text('ALLOWED_ORIGINS', '', 'other origins whose pages may use the gateway')),
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
    },
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

function readSystem(reader: Reader, system: System<unknown>): ConfiguredSystem {
  const prefix = system.name.toUpperCase().replaceAll('-', '_');
  const url = reader.url(
    `${prefix}_URL`,
    '',
    ['http:', 'https:'],
    `address of ${system.title}${system.embeddedPort === null ? '' : '; the embedded one without'}`,
  );
  const embeddedPort =
    system.embeddedPort === null
      ? null
      : reader.integer(
          `${prefix}_PORT`,
          system.embeddedPort,
          0,
          65_535,
          `port of the embedded ${system.name}`,
        );
  const embedded = url === '' && embeddedPort !== null;
  if (url === '' && embeddedPort === null)
    reader.faults.push(`${prefix}_URL is missing: set it to the address of ${system.title}.`);
  const identity = Object.entries(system.identity.settings).map(([name, { about, local }]) => {
    const value = reader.text(
      `${prefix}_${name}`,
      embedded || url === '' ? local : '',
      `${about} for ${system.name}`,
    );
    if (value === '')
      reader.faults.push(`${prefix}_${name} is missing: set it to the ${about} that ${url} accepts.`);
    return [name, value] as const;
  });
  return {
    system,
    embeddedPort: embedded ? embeddedPort : null,
    baseUrl: embedded ? `http://127.0.0.1:${embeddedPort}` : url.replace(/\/$/, ''),
    identity: Object.fromEntries(identity),
    timeoutMs: reader.integer(
      `${prefix}_TIMEOUT_MS`,
      2_000,
      10,
      600_000,
      `time a call of ${system.name} may take`,
    ),
    concurrency: reader.integer(`${prefix}_CONCURRENCY`, 16, 1, 1_000, `calls of ${system.name} at once`),
  };
}

/** Whether a host name or address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

import { isLoopback } from '../../datasources/rest/loopback.ts';
import type { SettingsReader } from '../settings.ts';

/** Where the process listens, what it stores and logs, and how it is used. */
export interface ProcessConfig {
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
  /** Seconds for which stock is reserved for an order that is being placed. */
  readonly reservationSeconds: number;
}

const REDIS_URLS = { protocols: ['redis:', 'rediss:'], credentials: true };

/** Reads where the process listens. */
export function readListenAddress(reader: SettingsReader): Pick<ProcessConfig, 'host' | 'port'> {
  return {
    host: reader.text('HOST', '127.0.0.1', 'address to listen on'),
    port: reader.integer('PORT', 4000, [0, 65_535], 'port to listen on; 0 picks a free one'),
  };
}

/** Reads the other settings of the process; `isOpen` says that callers need not authenticate. */
export function readProcess(
  reader: SettingsReader,
  { host, port }: Pick<ProcessConfig, 'host' | 'port'>,
  isOpen: boolean,
): ProcessConfig {
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
  const isOn = (name: string, about: string, auto = local) => {
    const chosen = reader.oneOf(name, 'auto', ['auto', 'on', 'off'], about);
    return chosen === 'on' || (chosen === 'auto' && auto);
  };
  const requestTimeoutMs = reader.integer(
    'REQUEST_TIMEOUT_MS',
    10_000,
    [100, 600_000],
    'maximum duration of an operation, in milliseconds',
  );
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
      local || !isOpen,
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
      [0, 9_000],
      'time during which /readyz answers 503 before the gateway stops accepting requests, in milliseconds, for load balancers to notice',
    ),
    connectionInitTimeoutMs: reader.integer(
      'CONNECTION_INIT_TIMEOUT_MS',
      5_000,
      [10, 60_000],
      'maximum time until a WebSocket sends connection_init, in milliseconds',
    ),
    reservationSeconds: reader.integer(
      'RESERVATION_SECONDS',
      900,
      [1, 86_400],
      'time for which stock is reserved for an order being placed, in seconds',
    ),
  };
}

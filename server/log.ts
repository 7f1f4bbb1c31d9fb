import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

/** Header fields, settings and client data that must never be logged, wherever they occur in a log entry. */
const SECRETS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'apiKey',
  'password',
  'token',
  'secret',
  'secrets',
  'clientSecret',
  'connectionParams',
  'variables',
  'body',
  'email',
  'phone',
];
/** How deep such a field may be nested; pino looks no deeper than it is told. */
const DEPTHS = ['', '*', '*.*', '*.*.*'];

/** The log level, the format and the destination; standard output by default. */
export interface LogOptions {
  readonly level: string;
  readonly pretty: boolean;
  readonly to?: DestinationStream;
}

/** Creates the logger of the process: JSON lines, or readable lines for a terminal. */
export function createLog(options: LogOptions): Logger {
  const redact = SECRETS.flatMap((name) => DEPTHS.map((above) => `${above}["${name}"]`));
  const pretty = {
    target: 'pino-pretty',
    options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', singleLine: true },
  };
  const settings = {
    level: options.level,
    redact: { paths: redact, censor: '[redacted]' },
    serializers: { err: errorFields },
  };
  if (options.pretty) return pino({ ...settings, transport: pretty });
  return options.to ? pino(settings, options.to) : pino(settings);
}

/**
 * What is logged of an error: its type, message and stack, including those of its causes. Libraries attach more to their errors. ioredis,
 * for example, attaches the failed command, and with it a password or the data to be stored.
 */
function errorFields(error: Error): object {
  const { type, message, stack } = stdSerializers.err(error);
  const { code } = error as NodeJS.ErrnoException;
  return { type, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}

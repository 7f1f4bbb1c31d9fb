import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

/** Header fields, settings and what people send that must never be written down, wherever they stand in what is logged. */
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
/** What may stand above such a field; pino looks no deeper than it is told. */
const DEPTHS = ['', '*', '*.*', '*.*.*'];

/** How much is logged, in which form, and where to; standard output where that is left out. */
export interface LogOptions {
  readonly level: string;
  readonly pretty: boolean;
  readonly to?: DestinationStream;
}

/** The process's logger: JSON lines, or lines for people on a terminal. */
export function createLog(options: LogOptions): Logger {
  const redact = SECRETS.flatMap((name) => DEPTHS.map((above) => `${above}["${name}"]`));
  const pretty = {
    target: 'pino-pretty',
    options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' },
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
 * What is written of an error: its kind, its words, where it comes from, with those of its causes. Libraries hang more onto theirs, as
 * ioredis does the command that failed, and with it a password or what was to be stored.
 */
function errorFields(error: Error): object {
  const { type, message, stack } = stdSerializers.err(error);
  const { code } = error as NodeJS.ErrnoException;
  return { type, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}

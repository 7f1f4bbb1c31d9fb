import { pino, type DestinationStream, type Logger } from 'pino';

/** Header fields and settings that must never be written down, wherever they stand in what is logged. */
const SECRETS = ['authorization', 'cookie', 'x-api-key', 'password', 'token', 'secret'];
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
  const settings = { level: options.level, redact: { paths: redact, censor: '[redacted]' } };
  if (options.pretty) return pino({ ...settings, transport: pretty });
  return options.to ? pino(settings, options.to) : pino(settings);
}

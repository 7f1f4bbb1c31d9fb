import { pino, type Logger } from 'pino';

/** Header fields and settings that must never be written down, wherever they stand in what is logged. */
const SECRETS = ['authorization', 'cookie', 'x-api-key', 'password', 'token', 'secret'];

/** The process's logger: JSON lines on standard output, or lines for people on a terminal. */
export function createLog(options: { readonly level: string; readonly pretty: boolean }): Logger {
  const redact = SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const pretty = {
    target: 'pino-pretty',
    options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' },
  };
  return pino({
    level: options.level,
    redact: { paths: redact, censor: '[redacted]' },
    ...(options.pretty ? { transport: pretty } : {}),
  });
}

import { LogInUseError } from '../../changes/errors/log-in-use.ts';
import { UnusableStoreError } from '../../changes/errors/unusable-store.ts';
import { portSettingOf } from '../config/systems.ts';
import { ConfigError, type Config } from '../config.ts';
import { EmbeddedError } from './embedded.ts';
import { UnknownDomainError } from '../graph.ts';
import { MetricsError } from '../telemetry/telemetry.ts';

/**
 * Explains why the product cannot start: one clear line if an operator can fix it, naming the setting to change; the whole error if it is a
 * defect. `config` is null if the settings have not been read yet.
 */
export function explainFailure(error: unknown, config: Config | null): string {
  if (error instanceof ConfigError) return error.faults.join('\n');
  if (error instanceof UnknownDomainError) return error.message;
  if (error instanceof LogInUseError || error instanceof UnusableStoreError) return error.message;
  if (error instanceof EmbeddedError) return explainEmbedded(error, config);
  if (error instanceof MetricsError) return explainListening(error.cause, 'METRICS_');
  const { code, message } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message.replace(/\.?$/, '.')} See npm start -- --help.`;
  return explainListening(error, '');
}

/** The prefix is that of the settings for the port and the host. */
function explainListening(error: unknown, prefix: string): string {
  const { code, port = 0, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return takenPort(port, `${prefix}PORT`);
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Set ${prefix}PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no such address to listen on (${message}). Set ${prefix}HOST to one it has.`;
  }
  return stack ?? message;
}

function explainEmbedded({ message, port }: EmbeddedError, config: Config | null): string {
  if (port !== null) return takenPort(port, portSettingOf(config?.systems ?? [], port));
  const isAboutData = config !== null && message.includes(config.dataDir);
  return isAboutData ? `${message} DATA_DIR says which folder it is.` : message;
}

function takenPort(port: number, setting: string): string {
  return `Port ${port} is taken by another program. Stop it, or set ${setting} to another port.`;
}

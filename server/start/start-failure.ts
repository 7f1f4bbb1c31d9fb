import { LogInUseError } from '../../changes/errors/log-in-use.ts';
import { UnusableStoreError } from '../../changes/errors/unusable-store.ts';
import { portSettingOf } from '../config/systems.ts';
import { ConfigError, type Config } from '../config.ts';
import { EmbeddedError } from './embedded.ts';
import { UnknownDomainError } from '../graph.ts';

/**
 * Explains why the product cannot start: one clear line if an operator can fix it, naming the setting to change; the whole error if it is a
 * defect. `config` is null if the settings have not been read yet.
 */
export function explainFailure(error: unknown, config: Config | null): string {
  if (error instanceof ConfigError) return error.faults.join('\n');
  if (error instanceof UnknownDomainError) return error.message;
  if (error instanceof LogInUseError || error instanceof UnusableStoreError) return error.message;
  if (error instanceof EmbeddedError) return explainEmbedded(error, config);
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return takenPort(port ?? 0, config);
  if (code === 'EACCES') return `This user may not listen on port ${port}. Set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no such address to listen on (${message}). Set HOST to one it has.`;
  }
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message.replace(/\.?$/, '.')} See npm start -- --help.`;
  return stack ?? message;
}

function explainEmbedded({ message, port }: EmbeddedError, config: Config | null): string {
  if (port !== null) return takenPort(port, config);
  const isAboutData = config !== null && message.includes(config.dataDir);
  return isAboutData ? `${message} DATA_DIR says which folder it is.` : message;
}

function takenPort(port: number, config: Config | null): string {
  const setting = config ? portSettingOf(config, port) : 'PORT';
  return `Port ${port} is taken by another program. Stop it, or set ${setting} to another port.`;
}

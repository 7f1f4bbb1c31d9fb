import type { SettingsReader } from '../settings.ts';

/** What is settable of API keys. */
export interface KeysConfig {
  /** Milliseconds for which a key that was good is believed to be so while nobody can say whether it was revoked. */
  readonly staleMs: number;
}

/** Reads the settings of API keys. */
export function readKeys(reader: SettingsReader): KeysConfig {
  const about = 'how long API keys are believed while Redis cannot be asked whether they were revoked';
  return { staleMs: 1_000 * reader.integer('API_KEYS_STALE_SECONDS', 3_600, 5, 86_400, about) };
}

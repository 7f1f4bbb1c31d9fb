import type { SettingsReader } from '../settings.ts';

/** The settings for API keys. */
export interface KeysConfig {
  /** SHA-256 of a key with the scope `admin` that never expires, in hexadecimal; null for none. */
  readonly operator: string | null;
  /** Milliseconds for which a valid key is still accepted while it cannot be determined whether it was revoked. */
  readonly staleMs: number;
}

/** Reads the settings for API keys. */
export function readKeys(reader: SettingsReader): KeysConfig {
  const about =
    'time for which known API keys are accepted while Redis is unavailable to check for revocation, in seconds';
  const staleMs = 1_000 * reader.integer('API_KEYS_STALE_SECONDS', 3_600, [5, 86_400], about);
  return { operator: readOperator(reader), staleMs };
}

function readOperator(reader: SettingsReader): string | null {
  const name = 'OPERATOR_KEY_SHA256';
  const about = 'SHA-256 of the operators’ API key, which can create all others (npm run keys -- generate)';
  const digest = reader.text(name, '', about).toLowerCase();
  if (digest === '') return null;
  if (/^[\da-f]{64}$/.test(digest)) return digest;
  // Does not quote the value: somebody may have put in the key itself.
  reader.faults.push(`${name} must be 64 hexadecimal digits, which npm run keys -- generate prints.`);
  return null;
}

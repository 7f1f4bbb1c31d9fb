import type { LoadSettings } from '../overload/load.ts';
import type { SettingsReader } from '../settings.ts';

/** Reads how much the process runs at once. */
export function readOverload(reader: SettingsReader): LoadSettings {
  return {
    maxRunning: reader.integer(
      'MAX_RUNNING',
      1_000,
      [4, 100_000],
      'maximum number of concurrent operations, lowered under overload; the rest are answered 503',
    ),
    maxDelayMs: reader.integer(
      'MAX_LOOP_DELAY_MS',
      20,
      [5, 10_000],
      'event loop delay that counts as overload, in milliseconds',
    ),
  };
}

import type { RateSettings } from '../rate/store.ts';
import type { SettingsReader } from '../settings.ts';

/** Reads what one caller may spend; `maxCost` is the most that a single operation may cost. */
export function readRate(reader: SettingsReader, maxCost: number): RateSettings {
  const name = 'RATE_LIMIT_COST';
  const cost = reader.integer(
    name,
    0,
    [0, 1_000_000_000],
    'maximum cost that a caller may spend per RATE_LIMIT_SECONDS; 0 sets no limit',
  );
  if (cost > 0 && cost < maxCost) {
    reader.faults.push(
      `${name} must be 0 or at least MAX_COST (${maxCost}), got ${cost}: an operation that costs more could never run.`,
    );
  }
  const seconds = reader.integer(
    'RATE_LIMIT_SECONDS',
    60,
    [1, 86_400],
    'window of RATE_LIMIT_COST, in seconds',
  );
  return { cost, seconds };
}

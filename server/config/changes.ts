import type { SettingsReader } from '../settings.ts';

/** How far the log of changes reaches back: an event stays as long as both allow. */
export interface ChangesConfig {
  readonly maxEvents: number;
  readonly maxAgeMs: number;
}

const HOUR_MS = 3_600_000;

/** Reads the settings of the log of changes. */
export function readChanges(reader: SettingsReader): ChangesConfig {
  return {
    maxEvents: reader.integer(
      'CHANGES_MAX_EVENTS',
      1_000_000,
      100,
      1_000_000_000,
      'changes that the log keeps, for subscribers that come back',
    ),
    maxAgeMs:
      HOUR_MS *
      reader.integer('CHANGES_MAX_HOURS', 72, 1, 8_760, 'hours for which the log of changes keeps them'),
  };
}

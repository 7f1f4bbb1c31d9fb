import type { SettingsReader } from '../settings.ts';
import type { UsageBounds } from '../usage/store.ts';

/** Reads how much usage data is kept; with 0 days, nothing is counted. */
export function readUsage(reader: SettingsReader): UsageBounds {
  return {
    days: reader.integer(
      'USAGE_DAYS',
      90,
      0,
      400,
      'days of which the use of fields is kept; 0 counts nothing',
    ),
    operations: reader.integer(
      'USAGE_MAX_OPERATIONS',
      2_000,
      1,
      100_000,
      'operations a day whose use is kept',
    ),
    clients: reader.integer(
      'USAGE_MAX_CLIENTS',
      200,
      1,
      10_000,
      'clients a day whose use is kept, by version',
    ),
  };
}

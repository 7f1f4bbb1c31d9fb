import type { SettingsReader } from '../settings.ts';
import type { UsageBounds } from '../usage/store.ts';

/** Reads how much usage data is kept; with 0 days, nothing is counted. */
export function readUsage(reader: SettingsReader): UsageBounds {
  return {
    days: reader.integer('USAGE_DAYS', 90, [0, 400], 'days for which field usage is kept; 0 records none'),
    operations: reader.integer(
      'USAGE_MAX_OPERATIONS',
      2_000,
      [1, 100_000],
      'maximum number of operations per day whose usage is kept',
    ),
    clients: reader.integer(
      'USAGE_MAX_CLIENTS',
      200,
      [1, 10_000],
      'maximum number of client versions per day whose usage is kept',
    ),
    pairs: reader.integer(
      'USAGE_MAX_PAIRS',
      10_000,
      [1, 1_000_000],
      'maximum number of pairs of operation and client version per day whose usage is kept',
    ),
  };
}

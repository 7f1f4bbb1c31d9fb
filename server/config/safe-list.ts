import type { SafeListMode } from '../safe-list/safe-list.ts';
import type { SettingsReader } from '../settings.ts';

/** Reads how operations that were not published are treated. */
export function readSafeList(reader: SettingsReader): SafeListMode {
  const about = 'what becomes of operations that were not published: nothing, a line in the log, a refusal';
  return reader.oneOf('SAFE_LIST', 'off', ['off', 'log', 'enforce'], about);
}

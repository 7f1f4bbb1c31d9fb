import type { SafeListMode } from '../safe-list/safe-list.ts';
import type { SettingsReader } from '../settings.ts';

/** Reads how operations that were not published are treated. */
export function readSafeList(reader: SettingsReader): SafeListMode {
  const about = 'unpublished operations are accepted (off), accepted and logged (log), or refused (enforce)';
  return reader.oneOf('SAFE_LIST', 'off', ['off', 'log', 'enforce'], about);
}

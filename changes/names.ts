import type { NewChange } from './event.ts';

/** The name by which a recording is remembered; null where it has none. */
export function nameOfRecording(once: string | null): string | null {
  return once === null ? null : `once ${once}`;
}

/** The name by which a change is remembered; null where it has no key. Another system's changes never have the same. */
export function nameOfChange({ system, key }: Pick<NewChange, 'system' | 'key'>): string | null {
  return key === null ? null : `change ${system} ${key}`;
}

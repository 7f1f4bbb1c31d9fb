import type { NewChange } from './event.ts';

/** The deduplication name of a recording; null if it has none. */
export function nameOfRecording(once: string | null): string | null {
  return once === null ? null : `once ${once}`;
}

/** The deduplication name of a change; null if it has no key. Names never collide across systems. */
export function nameOfChange({ system, key }: Pick<NewChange, 'system' | 'key'>): string | null {
  return key === null ? null : `change ${system} ${key}`;
}

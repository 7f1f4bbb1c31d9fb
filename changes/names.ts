import type { NewChange } from './event.ts';

/** The deduplication name of a recording; null if it has none. */
export function nameOfRecording(name: string | null): string | null {
  return name === null ? null : `once ${name}`;
}

/** The deduplication name of a change; null if it has no key. Names never collide across systems. */
export function nameOfChange({ system, key }: Pick<NewChange, 'system' | 'key'>): string | null {
  return key === null ? null : `change ${system} ${key}`;
}

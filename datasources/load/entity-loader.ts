import type { Id } from '../ids.ts';
import type { Lookup } from './lookup.ts';

/** Loads entities for one request, null where the system has none of an id: see {@link Lookup}. */
export type EntityLoader<Entity extends string, T extends object> = Lookup<Id<Entity>, null, T | null>;

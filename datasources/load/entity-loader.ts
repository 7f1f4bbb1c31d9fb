import type { Id } from '../ids.ts';
import type { Lookup } from './lookup.ts';

/** Loads entities for one request, null for an id that the system does not have: see {@link Lookup}. */
export type EntityLoader<Entity extends string, T extends object> = Lookup<Id<Entity>, null, T | null>;

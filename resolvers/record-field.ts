import type { Context } from './context.ts';

/** A source of an entity's records, or of data that belongs to an entity. */
export interface Records {
  /** The record if the request has it, null if there is none; undefined if it must be loaded. */
  peek(id: string): object | null | undefined;
  /**
   * Requests a record that `peek` does not have yet, batched with everything requested in this tick. When the promise resolves (it may be
   * shared by the batch), `peek` has the record; if it could not be read, the promise rejects, or the next `want` of it throws.
   */
  want(id: string): Promise<unknown>;
}

/** Describes a resolver that returns a part of its entity's own record, or of data that belongs to it, and does nothing else. */
export interface RecordField {
  /** The source of the records in a request. The same function for all fields of one entity. */
  readonly records: (context: Context) => Records;
  /** The field's value; a function of the record alone. */
  pick(record: object): unknown;
}

const owns = new WeakMap<object, RecordField>();
const ofReference = new WeakSet<object>();

/** Marks a resolver that returns a part of its entity's record, or of data that belongs to it. Returns the resolver. */
export function markRecordField<Resolver extends object>(resolver: Resolver, own: RecordField): Resolver {
  owns.set(resolver, own);
  return resolver;
}

/** The description that {@link markRecordField} registered for a resolver; undefined for all others. */
export function recordFieldOf(resolver: object): RecordField | undefined {
  return owns.get(resolver);
}

/** Marks a resolver that needs nothing but the id of its parent: no arguments and no context. Returns the resolver. */
export function markOfReference<Resolver extends object>(resolver: Resolver): Resolver {
  ofReference.add(resolver);
  return resolver;
}

/** Whether a resolver was marked by {@link markOfReference}. */
export function isOfReference(resolver: object): boolean {
  return ofReference.has(resolver);
}

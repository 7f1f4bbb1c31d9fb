import type { Shared } from './scope.ts';

/** What happened to an entity. */
export type ChangeKind = 'CREATED' | 'UPDATED' | 'DELETED';

/** A change to one entity, as far as it is known. */
export interface Change {
  /** The type of the entity, `Order`. */
  readonly entity: string;
  /** Its id in its own system; null if any entity of the type may have changed, {@link CREATED} for one that did not exist before. */
  readonly id: string | null;
  /** The owners whose lists contain it, contained it, or may contain it now, by type: `{ Customer: '42' }`. */
  readonly owners: Readonly<Record<string, string | readonly string[]>>;
  /** Whether `owners` may be incomplete: then the lists of all owners are in doubt. */
  readonly ownersUnknown?: boolean;
}

/** A change certainly made by a write, with enough detail to be reported. */
export interface Written extends Change {
  readonly id: string;
  readonly kind: ChangeKind;
  /** The fields that were written, by their names in the graph; empty if others may have changed as well. */
  readonly fields: readonly string[];
  /** When it happened, by the system's clock (RFC 3339, UTC); null if its answer does not say. */
  readonly occurredAt: string | null;
}

/** The id of a new entity whose own id is unknown: no record of it can be cached here. */
export const CREATED = '';

/**
 * The entity type of a report that is not a change, but says that values read before can no longer be trusted; its id is their tag. If it
 * names a system, that system did not report all of its changes; `fields` then lists the entity types that it reports on.
 */
export const INVALIDATION = '@';

/** A change as reported by a system, in the graph's terms. */
export interface ReportedChange {
  /** The type of the entity, `Order`. */
  readonly entity: string;
  /** Its id in its own system. */
  readonly id: string;
  readonly kind: ChangeKind;
  /** Its current, former and new owners, by type: `{ Customer: '42' }`. */
  readonly owners: Readonly<Record<string, string | readonly string[]>>;
  /** Whether `owners` may be incomplete. */
  readonly ownersUnknown: boolean;
  /** The fields that changed, by their names in the graph; empty if the system does not say. */
  readonly fields: readonly string[];
  /** When, by the system's clock (RFC 3339, UTC). */
  readonly occurredAt: string;
  /**
   * Identifies the change among all changes of its system if it may be reported more than once: the echo of our own write has the key made
   * by {@link keyOfWrite}. Null if its place in the source is enough.
   */
  readonly key: string | null;
}

/** A change to be recorded. */
export interface NewChange extends ReportedChange {
  /** The system in which it happened, `commerce`. */
  readonly system: string;
}

/** Records the changes made by our own writes, before the result of the write is returned. */
export interface Recorder {
  /** Never rejects, and takes a bounded time: changes that cannot be recorded now will be reported by the system itself. */
  readonly wrote: (changes: readonly NewChange[]) => Promise<void>;
}

/** Selects changes. All conditions must hold; null is no condition, and an empty list is one that nothing meets. */
export interface ChangeFilter {
  /** Entity types, `Order`. */
  readonly entities: readonly string[] | null;
  readonly kinds: readonly ChangeKind[] | null;
  /** Specific entities. */
  readonly ids: readonly Pick<ReportedChange, 'entity' | 'id'>[] | null;
  /** Owners by type; changes to them and to everything that they own pass: `{ Customer: ['42'] }`. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
  readonly systems: readonly string[] | null;
  /** Updates pass only if they change one of these fields. */
  readonly fields: readonly string[] | null;
}

/** The key of a change made by a write: its system sends the write's `Idempotency-Key` along with the change. */
export function keyOfWrite(
  idempotencyKey: string,
  { entity, id }: Pick<ReportedChange, 'entity' | 'id'>,
): string {
  return `${idempotencyKey} ${entity}:${id}`;
}

/** A system's report of its changes after a position. */
export interface ChangeReport {
  /** In the order in which they happened. */
  readonly changes: readonly ReportedChange[];
  /**
   * The position after the last of them; the requested one if nothing happened. It advances without changes if only changes occurred that
   * do not concern the graph.
   */
  readonly position: string;
  /** Whether more may be available right now. */
  readonly hasMore: boolean;
  /**
   * Whether there may be changes that are not included: the system has started anew, does not keep changes from that far back, or reported
   * something that breaks its contract. Then nothing read from it before can be trusted.
   */
  readonly missed: boolean;
}

/** A system's own record of changes, readable from any position. Positions are text that only their system understands. */
export interface ChangeFeed {
  /** The current position: everything that happens from now on comes after it. */
  readonly newest: (call: Shared) => Promise<string>;
  /** Reads the changes after a position, oldest first. Rejects as reads do: with an UpstreamError. */
  readonly after: (position: string, call: Shared) => Promise<ChangeReport>;
}

/** A CloudEvent 1.0 as sent by a system: the attributes used here, checked to be text. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
  readonly time: string | null;
  /** The extension attribute `sequence` (CloudEvents, extensions/sequence.md): its place in the source's own order. */
  readonly sequence: string | null;
  readonly data: unknown;
}

/** The content of an event. */
export interface EventReport {
  readonly change: ReportedChange;
  /** The positions in the system's feed before and after it; null if it does not say. */
  readonly step: { readonly from: string; readonly to: string } | null;
}

/** How a system reports changes; opened once per process. */
export interface ChangeSource {
  /** Its record of changes, which is polled; null if it has none. */
  readonly feed: ChangeFeed | null;
  /** Reads an event of its webhooks; null for an unknown type. Throws ContractError if the event is invalid. */
  readonly read: (event: CloudEvent) => EventReport | null;
  /**
   * Returns the owners of entities whose events did not name them, by id; entities that no longer exist are left out. Called with one type
   * at a time.
   */
  readonly ownersOf: (
    entity: string,
    ids: readonly string[],
    call: Shared,
  ) => Promise<ReadonlyMap<string, ReportedChange['owners']>>;
}

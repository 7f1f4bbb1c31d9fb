import type { Shared } from './scope.ts';

/** What became of an entity. */
export type ChangeKind = 'CREATED' | 'UPDATED' | 'DELETED';

/** A change as a system tells it, in the words of the graph. */
export interface ToldChange {
  /** The type of the entity, `Order`. */
  readonly entity: string;
  /** Its id in its own system. */
  readonly id: string;
  readonly kind: ChangeKind;
  /** Whose it is, was, or has become, by type: `{ Customer: '42' }`. */
  readonly owners: Readonly<Record<string, string | readonly string[]>>;
  /** Whether `owners` may lack somebody. */
  readonly ownersUnknown: boolean;
  /** The fields that changed, as the graph calls them; empty where the system does not say. */
  readonly fields: readonly string[];
  /** When, by the system's clock (RFC 3339, UTC). */
  readonly occurredAt: string;
  /**
   * What tells it from all other changes of its system, where it may be told more than once: the echo of a write of our own has the
   * key that {@link keyOfWrite} makes. Null where its place in the source tells enough.
   */
  readonly key: string | null;
}

/** A change as it is recorded. */
export interface NewChange extends ToldChange {
  /** The system that it happened in, `commerce`. */
  readonly system: string;
}

/** Who is told of the changes that writes of our own made, before anybody learns what came of the write. */
export interface Recorder {
  /** Never rejects, and takes a bounded time: what cannot be recorded now the system itself will tell. */
  readonly wrote: (changes: readonly NewChange[]) => Promise<void>;
}

/** Which changes somebody wants. All conditions must hold; null is no condition, and an empty list one that nothing fulfils. */
export interface ChangeFilter {
  /** Types of entities, `Order`. */
  readonly entities: readonly string[] | null;
  readonly kinds: readonly ChangeKind[] | null;
  /** Certain entities. */
  readonly ids: readonly Pick<ToldChange, 'entity' | 'id'>[] | null;
  /** By type of owner, the owners of whom one is wanted with all that is theirs: `{ Customer: ['42'] }`. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
  readonly systems: readonly string[] | null;
  /** Of updates, those of one of these fields. */
  readonly fields: readonly string[] | null;
}

/** The key of a change that a write made: its system sends the write's `Idempotency-Key` along with the change. */
export function keyOfWrite(
  idempotencyKey: string,
  { entity, id }: Pick<ToldChange, 'entity' | 'id'>,
): string {
  return `${idempotencyKey} ${entity}:${id}`;
}

/** What a system said of its changes after a position. */
export interface ToldChanges {
  /** In the order in which they happened. */
  readonly changes: readonly ToldChange[];
  /**
   * The position after the last of them; that which was asked for where nothing happened. It goes on without changes where only such
   * things happened as are none of the graph.
   */
  readonly position: string;
  /** Whether there may be more right now. */
  readonly hasMore: boolean;
  /**
   * Whether something may have changed of which these do not tell: the system has begun anew or does not reach back so far, or told
   * something that breaks its contract. Then nothing that was read of it before can be relied upon.
   */
  readonly missed: boolean;
}

/** A system's own record of what changed, to be read from a position on. Positions are text that only their system understands. */
export interface ChangeFeed {
  /** The position of now: what happens from here on comes after it. */
  readonly newest: (call: Shared) => Promise<string>;
  /** What happened after a position, the oldest first. Rejects as reads do: with an UpstreamError. */
  readonly after: (position: string, call: Shared) => Promise<ToldChanges>;
}

/** A CloudEvent 1.0 as a system sends it: its attributes, of which these are looked at, checked to be text. */
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

/** What an event told. */
export interface ToldByEvent {
  readonly change: ToldChange;
  /** The positions in the system's feed before and after it; null where it does not say. */
  readonly place: { readonly from: string; readonly to: string } | null;
}

/** How a system tells what changed, opened once a process. */
export interface ChangeSource {
  /** Its record of changes, which is polled; null where it has none. */
  readonly feed: ChangeFeed | null;
  /** What an event of its webhooks tells; null where its type is not known. Throws ContractError where it is broken. */
  readonly read: (event: CloudEvent) => ToldByEvent | null;
  /**
   * The owners of entities of which an event did not tell them, by id; who is not known any more is left out. Called with one type at
   * a time.
   */
  readonly ownersOf: (
    entity: string,
    ids: readonly string[],
    call: Shared,
  ) => Promise<ReadonlyMap<string, ToldChange['owners']>>;
}

import type { EntityReads } from './cache/system-cache.ts';
import type { RequestReads } from './load/request-reads.ts';

/** The request that something is done for. */
export interface Requester {
  /** The id of the request, sent to systems as `X-Request-Id`. */
  readonly requestId: string;
  /** Aborts when nothing waits any more, or the time is up. */
  readonly signal: AbortSignal;
}

/**
 * What a call is for, which decides how much of its system's quota must be left for it (`rest/quota.ts`): `background` if no request waits
 * for it, `report` if it is expensive for the system, `single` for everything else.
 */
export type Purpose = 'background' | 'report' | 'single';

/** What every call to a system needs. */
interface Call extends Requester {
  readonly purpose: Purpose;
  /**
   * To be called with each answer's header fields, with lower-case names, which say how long it may be kept, and the size of its body in
   * characters.
   */
  readonly onResponse: (headers: Headers, bytes: number) => void;
}

/** Header fields of an answer. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * A call on behalf of everyone who waits for its answer, now or later. It carries no caller's identity, so its result may be kept and given
 * to anyone. Caches accept only reads of this kind: one that needs a {@link Caller} does not compile there.
 */
export interface Shared extends Call {
  readonly audience: 'everyone';
  /**
   * Hands over records that came along with another value, such as a list, so that they need not be read again; `owner` is the key whose
   * value they came with, if the read is for several.
   */
  readonly prime: <Entity extends string, T extends { readonly id: string }>(
    reads: EntityReads<Entity, T>,
    records: readonly T[],
    owner?: string | null,
  ) => void;
}

/** A call whose answer is not kept and that no request waits for: polling for changes. */
export function backgroundCall({ requestId, signal }: Requester): Shared {
  const ignored = (): void => undefined;
  return {
    audience: 'everyone',
    purpose: 'background',
    requestId,
    signal,
    onResponse: ignored,
    prime: ignored,
  };
}

/** A call for one caller. Its result stays within the caller's request. */
export interface Caller extends Call {
  readonly audience: 'caller';
}

/** The request as seen by a data source. */
export interface RequestScope extends Caller {
  /** What the request has read so far; also gives access to values that other requests have read. */
  readonly reads: RequestReads;
}

import type { EntityReads } from './cache/cache.ts';
import type { RequestReads } from './load/request-reads.ts';

/** Who waits for something, and for how long. */
export interface Asker {
  /** The id of the request for which it is, sent along to systems as `X-Request-Id`. */
  readonly requestId: string;
  /** Aborts when nobody waits any more, or the time is over. */
  readonly signal: AbortSignal;
}

/**
 * What a call is for, which decides how much of its system's quota must be left for it (`rest/quota.ts`): `background` is what no request
 * waits for, `report` what the system has to work for, `single` all else.
 */
export type Purpose = 'background' | 'report' | 'single';

/** What every call of a system is made with. */
interface Call extends Asker {
  readonly purpose: Purpose;
  /** Told of each answer: its header fields, names in lower case, which say how long it may be kept, and the characters of its body. */
  readonly answered: (headers: Headers, bytes: number) => void;
}

/** Header fields of an answer. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * A call for all who wait for its answer, now and later. It carries nobody's identity, so what it brings may be kept and told to
 * anyone. Caches take reads of this kind only: one that needs a {@link Caller} does not compile there.
 */
export interface Shared extends Call {
  readonly audience: 'everyone';
  /**
   * Told of records that came along with something else, such as with a list, so that nobody asks for them again; `owner` is the key
   * with whose value they came, where the read is for several.
   */
  readonly saw: <Entity extends string, T extends { readonly id: string }>(
    reads: EntityReads<Entity, T>,
    records: readonly T[],
    owner?: string | null,
  ) => void;
}

/** A call whose answer nobody keeps, and for which no request waits: the look for changes. */
export function unkept({ requestId, signal }: Asker): Shared {
  const ignored = (): void => undefined;
  return { audience: 'everyone', purpose: 'background', requestId, signal, answered: ignored, saw: ignored };
}

/** A call for one caller. What it brings stays in the caller's request. */
export interface Caller extends Call {
  readonly audience: 'caller';
}

/** What a data source may know of the request it works for. */
export interface RequestScope extends Caller {
  /** What the request has read so far, and the way to what others have read. */
  readonly reads: RequestReads;
}

/** Where data sources write what operators need to know; pino satisfies it. */
export interface Logger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

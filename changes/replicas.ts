import type { Cursor } from './event.ts';

/**
 * The processes that follow one log and give again what they have read before, as one of them sees the others
 * (docs/decisions/0021-told-after-evicted-everywhere.md). Nobody is told of a change before all have dropped what it touched.
 */
export interface Replicas {
  /**
   * Whether this process may give what it keeps: nobody is told now of a change that it does not know yet. False while it is out of touch
   * with the log, then it is to ask the systems.
   */
  readonly isInStep: boolean;
  /** Notes that nothing is kept here any more that was touched up to a cursor. */
  readonly dropped: (cursor: Cursor) => void;
  /**
   * Resolves with true once no process gives anything any more that was touched up to a cursor; with false where that will never be
   * known, as the log has begun anew or is closed. Waits while the log is away.
   */
  readonly everywhere: (cursor: Cursor) => Promise<boolean>;
  /** Nothing that is kept here is given from now on, and nobody needs to wait for this process. Never rejects. */
  readonly leave: () => Promise<void>;
}

/** A process that has its log to itself. */
export const ALONE: Replicas = {
  isInStep: true,
  dropped: () => undefined,
  everywhere: () => Promise.resolve(true),
  leave: () => Promise.resolve(),
};

import type { Cursor } from '../../changes/event.ts';

/** A client's membership in a group. */
export interface Membership {
  /** The cursor to resume after if the connection ended now; null if the client does not receive events. */
  readonly after: () => Cursor | null;
  /** Removes the client, which has disconnected. Called once. */
  readonly leave: () => void;
}

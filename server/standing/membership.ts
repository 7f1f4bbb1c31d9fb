import type { Cursor } from '../../changes/event.ts';

/** What a group does for one of its clients. */
export interface Membership {
  /** What the client is to go on after, should its connection end now; null where events are none of its business. */
  readonly after: () => Cursor | null;
  /** The client has gone. Called once. */
  readonly leave: () => void;
}

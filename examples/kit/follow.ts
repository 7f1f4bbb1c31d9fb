import { setTimeout as pause } from 'node:timers/promises';
import { batches } from './batches.ts';
import { GraphError, type Graph } from './graph.ts';
import type { State } from './state.ts';
import type { Subscribe } from './subscribe.ts';

/** An integration: it takes over what is there, then follows what happens. */
export interface Integration<Event extends { readonly cursor: string }> {
  readonly graph: Graph;
  readonly subscribe: Subscribe;
  readonly state: State;
  /** A subscription that takes `$after: String`; its one field gives events. */
  readonly query: string;
  /** Brings over all that is there. Done at first, and again where the change log does not reach back to where this was. */
  readonly takeOver: () => Promise<void>;
  /**
   * Does what events ask for, in order. It is done again where the process dies before that was noted, so it must do no harm a second time.
   * What it gives back is written together with the note.
   */
  readonly apply: (events: readonly Event[]) => Promise<(() => void) | undefined>;
  readonly log: (text: string) => void;
}

/** What was lost is not told any more: all that is there is to be taken over again. */
const LOST: ReadonlySet<string | null> = new Set(['CURSOR_EXPIRED', 'CHANGES_MISSED']);
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Runs an integration until `signal` aborts, whatever fails meanwhile: it begins again after the last change whose effect was noted, so
 * that nothing is missed and order is kept.
 */
export async function follow<Event extends { readonly cursor: string }>(
  integration: Integration<Event>,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  const succeeded = () => (pauseMs = FIRST_PAUSE_MS);
  while (!signal.aborted) {
    try {
      await takeUp(integration, succeeded, signal);
    } catch (error) {
      if (error instanceof GraphError && LOST.has(error.code)) integration.state.forget();
      integration.log(`Goes on in ${pauseMs} ms: ${error instanceof Error ? error.message : String(error)}`);
      await pause(pauseMs, null, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** Goes on from where it was; resolves where it is to begin again at once. */
async function takeUp<Event extends { readonly cursor: string }>(
  { graph, subscribe, state, query, takeOver, apply, log }: Integration<Event>,
  succeeded: () => void,
  signal: AbortSignal,
): Promise<void> {
  let after = state.cursor;
  if (after === null) {
    // First where the log is, then what is there: whatever happens in between is told afterwards, at worst once more.
    after = String(valueOf(await graph.ask('{ changesCursor }')));
    await takeOver();
    state.save(after);
    log(`Has taken over all that is there; follows from ${after}`);
  } else log(`Goes on after ${after}`);
  const read = (data: unknown) => valueOf(data) as Event;
  for await (const events of batches(subscribe, { query, variables: { after } }, read, signal)) {
    const last = events.at(-1)?.cursor;
    const also = await apply(events);
    if (last !== undefined) state.save(last, also);
    succeeded();
  }
}

/** That of the one field of a subscription. */
function valueOf(data: unknown): unknown {
  return Object.values(data as object)[0];
}

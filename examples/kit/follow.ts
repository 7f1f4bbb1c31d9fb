import { setTimeout as pause } from 'node:timers/promises';
import { batches } from './batches.ts';
import { GraphError, type Graph } from './graph.ts';
import type { State } from './state.ts';
import type { Subscribe } from './subscribe.ts';

/** An integration: it loads what is there, then follows changes. */
export interface Integration<Event extends { readonly cursor: string }> {
  readonly graph: Graph;
  readonly subscribe: Subscribe;
  readonly state: State;
  /** A subscription with a variable `$after: String`; its one field returns events. */
  readonly query: string;
  /** Loads everything. Called at first, and again when the change log no longer reaches back to the saved cursor. */
  readonly takeOver: () => Promise<void>;
  /**
   * Applies events, in order. It is called again if the process dies before that was saved, so repeating it must do no harm. The function
   * that it returns writes in the same transaction as the cursor.
   */
  readonly apply: (events: readonly Event[]) => Promise<(() => void) | undefined>;
  readonly log: (text: string) => void;
}

/** Lost changes are never delivered: everything has to be loaded again. */
const LOST: ReadonlySet<string | null> = new Set(['CURSOR_EXPIRED', 'CHANGES_MISSED']);
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Runs an integration until `signal` aborts, whatever fails in the meantime: it resumes after the last change whose effect was saved, so
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

/** Continues from the saved cursor; resolves when it should begin again at once. */
async function takeUp<Event extends { readonly cursor: string }>(
  { graph, subscribe, state, query, takeOver, apply, log }: Integration<Event>,
  succeeded: () => void,
  signal: AbortSignal,
): Promise<void> {
  let after = state.cursor;
  if (after === null) {
    // First the log's position, then the data: changes in between are delivered afterwards, at worst a second time.
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

/** The value of the one field of a result. */
function valueOf(data: unknown): unknown {
  return Object.values(data as object)[0];
}

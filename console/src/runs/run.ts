import type { Sent } from './resume.ts';

/** How an operation is answered: once, again whenever its answer has changed, or event by event. */
export type Kind = 'query' | 'live' | 'subscription';

/** One answer of the graph, as JSON. */
export interface Result {
  /** Counts the answers of a run, from 1. */
  readonly number: number;
  /** When it was received, by the clock of this machine. */
  readonly at: Date;
  readonly value: unknown;
}

/** How a query was sent. */
export interface Request {
  readonly sent: Sent;
  /** Sends another one with the same headers, and gives its answer. */
  readonly send: (sent: Sent, signal: AbortSignal) => Promise<unknown>;
}

/** An operation that was run in a tab, and its results so far. */
export interface Run {
  readonly kind: Kind;
  /** Null for a subscription or live query. */
  readonly request: Request | null;
  readonly isRunning: boolean;
  /** Newest first: the last `MAX_RESULTS` events of a subscription, the last answer of anything else. */
  readonly results: readonly Result[];
  /** The number of the event that the user chose to view; null for the newest. */
  readonly chosen: number | null;
}

/** The most events of a subscription that are kept; older ones are dropped. */
export const MAX_RESULTS = 500;

/** A run without results yet. */
export function newRun(kind: Kind, request: Request | null = null): Run {
  return { kind, request, isRunning: true, results: [], chosen: null };
}

/** What each result of an operation is called. */
export function wordOf(kind: Kind): string {
  return kind === 'subscription' ? 'event' : 'answer';
}

/** The run with one more answer. */
export function withResult(run: Run, value: unknown, at: Date): Run {
  const result = { number: (run.results[0]?.number ?? 0) + 1, at, value };
  const before = run.kind === 'subscription' ? run.results.slice(0, MAX_RESULTS - 1) : [];
  return { ...run, results: [result, ...before] };
}

/** The result to show: the chosen one as long as it is kept, else the newest; undefined if there is none. */
export function shownResultOf({ results, chosen }: Run): Result | undefined {
  return results.find(({ number }) => number === chosen) ?? results[0];
}

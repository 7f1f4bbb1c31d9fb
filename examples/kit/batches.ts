import { GraphError, type Variables } from './graph.ts';
import type { Result, Subscribe } from './subscribe.ts';

/** How to subscribe. */
export interface Asked {
  readonly query: string;
  readonly variables: Variables;
}

/** The most events that are handled together. */
const BATCH = 100;
/** How many events may wait here: beyond that the subscription is ended, as the log keeps them better than this process. */
const MAX_WAITING = 2_000;

/**
 * Yields the events of a subscription in batches of those that have arrived in the meantime; `read` turns the data of a result into
 * events. Ends when too many are waiting, and when `signal` aborts: in both cases the caller continues from its last cursor. Otherwise
 * throws what ended the subscription, after all events before that.
 */
export async function* batches<Event>(
  subscribe: Subscribe,
  { query, variables }: Asked,
  read: (data: unknown) => Event,
  signal: AbortSignal,
): AsyncGenerator<readonly Event[]> {
  const waiting: Event[] = [];
  const ends: (Error | null)[] = [];
  let wake = (): void => undefined;
  const endWith = (cause: Error | null): void => {
    ends.push(cause);
    wake();
  };
  const next = ({ data, errors }: Result): void => {
    // Events after one that could not be delivered in full must not be handled before it.
    if (ends.length > 0) return;
    if (errors) endWith(new GraphError(errors));
    else if (waiting.push(read(data)) >= MAX_WAITING) endWith(null);
    else wake();
  };
  const leave = subscribe(query, variables, {
    next,
    error: (cause) => endWith(errorOf(cause)),
    complete: () => endWith(new Error('The gateway has ended the stream.')),
  });
  const onAbort = () => endWith(null);
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      if (waiting.length > 0) yield waiting.splice(0, BATCH);
      else if (ends.length > 0) {
        if (ends[0]) throw ends[0];
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    leave();
  }
}

/** Clients report GraphQL errors, network errors, and how a socket was closed. */
function errorOf(cause: unknown): Error {
  if (cause instanceof Error) return cause;
  if (Array.isArray(cause)) return new GraphError(cause as never);
  const { code, reason } = (cause ?? {}) as { readonly code?: number; readonly reason?: string };
  return new Error(`The connection was closed with ${code ?? 'no code'}: ${reason ?? 'no reason'}`, {
    cause,
  });
}

import { createClient as createSseClient } from 'graphql-sse';
import { socketClient, type Operation, type Shown } from './transports.ts';

/** The ways by which results come again and again. */
export const STREAMS = ['websocket', 'sse'] as const;

export type StreamBy = (typeof STREAMS)[number];

/** One result of an operation that stands. */
export interface Told {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as loose as JSON is: tests look at what they asked for
  readonly data: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- likewise
  readonly errors?: readonly any[];
  readonly extensions?: { readonly cursor?: string };
}

/** Results of an operation that stands, as they come. */
export interface Collected extends Disposable {
  /** Takes the next results, waiting until there are so many. Rejects with what ended the stream. */
  take(count: number): Promise<Told[]>;
  /** Results that came and were not taken. */
  readonly waiting: number;
}

/** Asks for an operation that stands, with its transport's usual client, which gives up at the first lost connection. */
export function collect(by: StreamBy, url: string, operation: Operation, shown: Shown = {}): Collected {
  const results: Told[] = [];
  let ended: Error | null = null;
  let wake = (): void => undefined;
  const end = (cause: unknown): void => {
    ended ??= new Error(`the stream ended: ${textOf(cause)}`, { cause });
    wake();
  };
  const client =
    by === 'websocket'
      ? socketClient(url, shown)
      : createSseClient({ url: `${url}/graphql`, headers: shown, retryAttempts: 0 });
  client.subscribe(operation, {
    next: (result) => {
      results.push(result as unknown as Told);
      wake();
    },
    error: end,
    complete: () => end('complete'),
  });
  return {
    get waiting() {
      return results.length;
    },
    take: async (count) => {
      while (results.length < count) {
        if (ended) throw ended;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return results.splice(0, count);
    },
    [Symbol.dispose]: () => void client.dispose(),
  };
}

function textOf(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return typeof cause === 'string' ? cause : JSON.stringify(cause);
}

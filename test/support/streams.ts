import { createClient as createSseClient } from 'graphql-sse';
import { socketClient, type Operation, type Credentials } from './transports.ts';

/** The transports that stream results. */
export const STREAMS = ['websocket', 'sse'] as const;

export type StreamTransport = (typeof STREAMS)[number];

/** One result of a stream. */
export interface StreamResult {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- untyped JSON
  readonly data: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- likewise
  readonly errors?: readonly any[];
  readonly extensions?: { readonly cursor?: string };
}

/** Results of a stream, as they arrive. */
export interface Collected extends Disposable {
  /** Takes the next `count` results, waiting for them if needed. Rejects with the error that ended the stream. */
  take(count: number): Promise<StreamResult[]>;
  /** The number of results that have arrived and were not taken. */
  readonly waiting: number;
}

/** Opens a stream with the usual client of its transport, without reconnecting. */
export function collect(
  by: StreamTransport,
  url: string,
  operation: Operation,
  credentials: Credentials = {},
): Collected {
  const results: StreamResult[] = [];
  let ended: Error | null = null;
  let wake = (): void => undefined;
  const end = (cause: unknown): void => {
    ended ??= new Error(`the stream ended: ${textOf(cause)}`, { cause });
    wake();
  };
  const client =
    by === 'websocket'
      ? socketClient(url, credentials)
      : createSseClient({ url: `${url}/graphql`, headers: credentials, retryAttempts: 0 });
  client.subscribe(operation, {
    next: (result) => {
      results.push(result as unknown as StreamResult);
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

import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Answer } from './product.ts';

/** An operation, for any transport. */
export interface Operation {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
}

/** Credentials of the caller: header fields, or the payload of `connection_init`. */
export type Credentials = Readonly<Record<string, string>>;

/** All transports. */
export const TRANSPORTS = ['http', 'websocket', 'sse'] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** Runs an operation at the gateway at `url` over a transport, with that transport's usual client. */
export function ask(
  transport: Transport,
  url: string,
  operation: Operation,
  credentials: Credentials = {},
): Promise<Answer> {
  switch (transport) {
    case 'http':
      return askHttp(url, operation, credentials);
    case 'websocket':
      return askWebSocket(url, operation, credentials);
    case 'sse':
      return askSse(url, operation, credentials);
  }
}

/** An answer without the request ids of its errors, which differ from one request to the next. */
export function withoutRequestIds(answer: Answer): Answer {
  const errors = answer.errors?.map((error) => {
    const { requestId, ...extensions } = error.extensions;
    if (typeof requestId !== 'string') throw new Error(`an error without a request id: ${error.message}`);
    return { ...error, extensions };
  });
  return errors ? { ...answer, errors } : answer;
}

/** An empty query stands for a persisted one, since other protocols require the field; over HTTP it is left out. */
async function askHttp(
  url: string,
  { query, ...rest }: Operation,
  credentials: Credentials,
): Promise<Answer> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...credentials },
    body: JSON.stringify({ ...rest, ...(query === '' ? {} : { query }) }),
  });
  return (await answer.json()) as Answer;
}

/** A graphql-ws client of the gateway at `url` that does not reconnect. */
export function socketClient(url: string, connectionParams: Record<string, unknown> = {}) {
  return createSocketClient({
    connectionParams,
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazyCloseTimeout: 0,
  });
}

async function askWebSocket(url: string, operation: Operation, credentials: Credentials): Promise<Answer> {
  const client = socketClient(url, credentials);
  try {
    return await resultOf((sink) => client.subscribe(operation, sink));
  } finally {
    await client.dispose();
  }
}

async function askSse(url: string, operation: Operation, credentials: Credentials): Promise<Answer> {
  const client = createSseClient({ url: `${url}/graphql`, headers: credentials, retryAttempts: 0 });
  try {
    return await resultOf((sink) => client.subscribe(operation, sink));
  } finally {
    client.dispose();
  }
}

interface Sink {
  readonly next: (result: unknown) => void;
  readonly error: (error: unknown) => void;
  readonly complete: () => void;
}

/**
 * The single result of an operation; if it was refused, the errors are in `errors`. Rejects unless there is exactly one result, or if the
 * connection fails.
 */
export function resultOf(subscribe: (sink: Sink) => unknown): Promise<Answer> {
  const results: unknown[] = [];
  return new Promise((resolve, reject) => {
    subscribe({
      next: (result) => results.push(result),
      error: (error) => {
        if (Array.isArray(error)) resolve({ data: undefined, errors: error as Answer['errors'] & object });
        else reject(error instanceof Error ? error : new Error('the connection failed', { cause: error }));
      },
      complete: () => {
        if (results.length === 1) resolve(results[0] as Answer);
        else reject(new Error(`expected one result, got ${results.length}`));
      },
    });
  });
}

/** Sends a raw payload that no client would send: too deep, or not JSON at all. */
export function askRaw(transport: Transport, url: string, payload: string): Promise<Answer> {
  switch (transport) {
    case 'http':
      return post(url, 'application/json', payload).then((text) => JSON.parse(text) as Answer);
    case 'sse':
      return post(url, 'text/event-stream', payload).then(nextEvent);
    case 'websocket':
      return askRawSocket(url, payload);
  }
}

async function post(url: string, accept: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', accept };
  return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();
}

/** The payload of the one `next` event of a stream. */
function nextEvent(stream: string): Answer {
  const [, data] = /^event: next\ndata: (.*)$/m.exec(stream) ?? [];
  if (data === undefined) throw new Error(`no event: ${stream.slice(0, 200)}`);
  return JSON.parse(data) as Answer;
}

function askRawSocket(url: string, payload: string): Promise<Answer> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const answer = new Promise<Answer>((resolve, reject) => {
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; payload: never };
      if (message.type === 'connection_ack')
        socket.send(`{"id":"1","type":"subscribe","payload":${payload}}`);
      else if (message.type === 'error') resolve({ data: undefined, errors: message.payload });
      else resolve(message.payload);
    });
  });
  return answer.finally(() => socket.close());
}

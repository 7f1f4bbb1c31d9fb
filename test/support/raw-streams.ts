import { once } from 'node:events';
import { request as send, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { StreamTransport, StreamResult } from './streams.ts';
import type { Operation } from './transports.ts';

/** How a connection ended: a close code over WebSocket; over SSE, whether it was cut off or completed. */
export interface Ended {
  readonly code: number | 'cut' | 'end';
  readonly reason: string;
}

/** One operation over its own connection; the test controls when it is read. */
export interface RawStream extends Disposable {
  /** All results so far. */
  readonly results: readonly StreamResult[];
  /** All messages or events so far, unparsed. */
  readonly lines: readonly string[];
  /** Waits for this many results; rejects if the connection ends before. */
  readonly have: (count: number) => Promise<readonly StreamResult[]>;
  /** Stops reading from the connection, so that it fills up. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly ended: Promise<Ended>;
}

/** Starts an operation; `headers` are sent with the request. */
export function openRaw(
  by: StreamTransport,
  url: string,
  operation: Operation,
  headers: Record<string, string> = {},
): Promise<RawStream> {
  return by === 'websocket' ? openSocket(url, operation, headers) : openEvents(url, operation, headers);
}

class ReceivedResults {
  readonly results: StreamResult[] = [];
  readonly lines: string[] = [];
  isEnded = false;
  #wake: (() => void)[] = [];

  take(line: string, result: StreamResult | null): void {
    this.lines.push(line);
    if (result) this.results.push(result);
    this.wake();
  }

  wake(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  readonly have = async (count: number): Promise<readonly StreamResult[]> => {
    while (this.results.length < count) {
      if (this.isEnded) throw new Error(`ended after ${this.results.length}: ${this.lines.at(-1)}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    return this.results.slice(0, count);
  };
}

async function openSocket(
  url: string,
  operation: Operation,
  headers: Record<string, string>,
): Promise<RawStream> {
  const socket = await openAcknowledged(url, headers);
  const received = new ReceivedResults();
  const ended = once(socket, 'close').then(([code, reason]) => {
    received.isEnded = true;
    received.wake();
    return { code: code as number, reason: String(reason) };
  });
  socket.on('message', (data: Buffer) => {
    const { type, payload } = JSON.parse(data.toString()) as { type: string; payload: never };
    // Like over SSE, where errors that end an operation arrive as a result.
    const refused = type === 'error' ? { data: undefined, errors: payload } : null;
    received.take(data.toString(), type === 'next' ? payload : refused);
  });
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operation }));
  return {
    results: received.results,
    lines: received.lines,
    have: received.have,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    ended,
    [Symbol.dispose]: () => socket.terminate(),
  };
}

/** Opens a WebSocket and waits until it is acknowledged; `payload` is that of `connection_init`. */
export async function openAcknowledged(
  url: string,
  headers: Record<string, string> = {},
  payload?: Record<string, string>,
): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  const refused = once(socket, 'close').then(([code, reason]) => {
    throw new Error(`closed with ${code} before it was acknowledged: ${reason}`);
  });
  await Promise.race([once(socket, 'message'), refused]);
  return socket;
}

async function openEvents(
  url: string,
  operation: Operation,
  headers: Record<string, string>,
): Promise<RawStream> {
  const request = send(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  });
  request.end(JSON.stringify(operation));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined);
  const received = new ReceivedResults();
  const ended = new Promise<Ended>((resolve) => {
    const end = (code: 'cut' | 'end') => {
      received.isEnded = true;
      received.wake();
      resolve({ code, reason: '' });
    };
    response.on('end', () => end('end'));
    response.on('error', () => end('cut'));
  });
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const events = (rest + text).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^event: next\ndata: (.*)$/m.exec(event)?.[1];
      received.take(event, data === undefined ? null : (JSON.parse(data) as StreamResult));
    }
  });
  return {
    results: received.results,
    lines: received.lines,
    have: received.have,
    pause: () => response.pause(),
    resume: () => response.resume(),
    ended,
    [Symbol.dispose]: () => request.destroy(),
  };
}

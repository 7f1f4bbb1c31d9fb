import { setTimeout as pause } from 'node:timers/promises';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Dice } from '../dice.ts';
import type { StreamTransport } from '../streams.ts';
import type { Credentials } from '../transports.ts';
import { Gate } from './gate.ts';

/** An event as a reader received it. */
export interface ReceivedEvent {
  readonly cursor: string;
  readonly id: string;
  /** When it happened, which identifies it in the CRM's own record. */
  readonly at: string;
  /** The phone of the customer in the event; null if it was not requested. */
  readonly phone: string | null;
  /** When it arrived, by `performance`. */
  readonly receivedAt: number;
}

/** What a reader subscribes to. */
export interface Subscription {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The customers whose events are due to it; null for all. */
  readonly ids: ReadonlySet<string> | null;
  readonly eventIn: (data: never) => Omit<ReceivedEvent, 'receivedAt'>;
}

/** How a reader behaves. */
export interface ReaderOptions {
  readonly by: StreamTransport;
  readonly subscription: Subscription;
  readonly urls: () => readonly string[];
  readonly dice: Dice;
  /** The interval at which its connection is cut, in milliseconds; null for never. */
  readonly cutMs: number | null;
  /** Whether it stops reading now and then, for longer than replicas buffer events for it. */
  readonly stalls: boolean;
  /** Its credentials. */
  readonly credentials: Credentials;
  /** Whether events with errors count as received, as when the system of the changed record is down. */
  readonly takesPartial: boolean;
  /** The cursor after which it starts; by default, it starts with new events. */
  readonly after?: string;
}

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A connection of a reader. */
interface Connection {
  readonly over: Promise<unknown>;
  readonly cut: () => void;
  readonly stall: (isStalled: boolean) => void;
}

const RECONNECT_MS = 30;
const STALL_EVERY_MS = 6_000;
const STALL_MS = 4_000;
/** The close code reported for a broken connection (RFC 6455, section 7.1.5). */
const ABNORMAL_CLOSURE = 1006;

/** A subscriber that reconnects to any replica and resumes after its last event whenever its connection ends. */
export class Reader {
  readonly events: ReceivedEvent[] = [];
  readonly options: ReaderOptions;
  /** Connections so far, including those that were refused or failed at once. */
  connections = 0;
  /** Errors that report lost events. */
  readonly losses: string[] = [];
  /** Errors and close codes it received, and how often. */
  readonly refusals = new Map<string, number>();
  /** How often it stopped reading, and how many events it still received before it resumed. */
  readonly stalled = { times: 0, events: 0 };
  #isStopped = false;
  #isCalm = false;
  #connection: Connection | null = null;
  /** Resumes reading; null while it reads. */
  #resume: (() => void) | null = null;
  readonly #running: Promise<void>;

  constructor(options: ReaderOptions) {
    this.options = options;
    this.#running = this.#run();
  }

  get name(): string {
    const { by, subscription, cutMs, stalls } = this.options;
    return [by, subscription.name, cutMs === null ? '' : `cut every ${cutMs} ms`, stalls ? 'stalling' : '']
      .filter(Boolean)
      .join(', ');
  }

  /** From now on it is not cut and does not stall. */
  calm(): void {
    this.#isCalm = true;
    this.#resume?.();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#connection?.cut();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const urls = this.options.urls();
      const url = urls[this.options.dice.between(0, urls.length - 1)];
      if (url !== undefined) await this.#connect(url);
      await pause(RECONNECT_MS);
    }
  }

  async #connect(url: string): Promise<void> {
    this.connections += 1;
    const connection = this.options.by === 'websocket' ? this.#bySocket(url) : this.#bySse(url);
    this.#connection = connection;
    const { cutMs, stalls } = this.options;
    const timers: NodeJS.Timeout[] = [];
    const unlessCalm = (work: () => void) => () => {
      if (!this.#isCalm) work();
    };
    // Without a first event it has no cursor to resume from, and would miss events while it is disconnected.
    const cut = unlessCalm(() => {
      if (this.events.length > 0) connection.cut();
    });
    if (cutMs !== null) timers.push(setInterval(cut, cutMs));
    if (stalls) {
      const stall = unlessCalm(() => {
        this.#stall(connection);
        timers.push(setTimeout(() => this.#resume?.(), STALL_MS));
      });
      timers.push(setInterval(stall, STALL_EVERY_MS));
    }
    await connection.over;
    this.#resume = null;
    for (const timer of timers) clearTimeout(timer);
  }

  #stall(connection: Connection): void {
    const before = this.events.length;
    this.stalled.times += 1;
    connection.stall(true);
    this.#resume = () => {
      this.stalled.events += this.events.length - before;
      connection.stall(false);
      this.#resume = null;
    };
  }

  /** Over WebSocket, it passes the cursor to resume from as a variable. */
  #bySocket(url: string): Connection {
    const sockets: WebSocket[] = [];
    class Socket extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args);
        sockets.push(this);
      }
    }
    const client = createSocketClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Socket,
      retryAttempts: 0,
      connectionParams: this.options.credentials,
    });
    const { query, variables } = this.options.subscription;
    const operation = { query, variables: { ...variables, after: this.#last } };
    const over = new Promise<void>((resolve) => {
      client.subscribe(operation, {
        next: (result) => this.#next(result as Result),
        error: (error) => {
          if (Array.isArray(error)) this.#next({ errors: error as NonNullable<Result['errors']> });
          else if (isClose(error) && error.code !== ABNORMAL_CLOSURE)
            this.#count(`closed with ${error.code}`);
          resolve();
        },
        complete: resolve,
      });
    });
    const cut = () => {
      for (const socket of sockets) socket.terminate();
    };
    return {
      over: over.finally(cut),
      cut,
      stall: (isStalled) => {
        for (const socket of sockets) {
          if (isStalled) socket.pause();
          else socket.resume();
        }
      },
    };
  }

  /** Over SSE, its client sends `Last-Event-ID`, as browsers do. */
  #bySse(url: string): Connection {
    const last = this.#last;
    const gate = new Gate();
    const client = createSseClient({
      url: `${url}/graphql`,
      retryAttempts: 0,
      fetchFn: gate.fetch,
      headers: { ...this.options.credentials, ...(last === null ? {} : { 'last-event-id': last }) },
    });
    const { query, variables } = this.options.subscription;
    const { promise: over, resolve } = Promise.withResolvers<undefined>();
    client.subscribe(
      { query, variables: { ...variables } },
      {
        next: (result) => this.#next(result as Result),
        error: () => resolve(undefined),
        complete: () => resolve(undefined),
      },
    );
    const cut = () => {
      client.dispose();
      resolve(undefined);
    };
    return {
      over: over.finally(() => client.dispose()),
      cut,
      stall: (isStalled) => {
        gate.isShut = isStalled;
      },
    };
  }

  get #last(): string | null {
    return this.events.at(-1)?.cursor ?? this.options.after ?? null;
  }

  #next({ data, errors }: Result): void {
    for (const { message, extensions } of errors ?? []) {
      const code = extensions?.code ?? message;
      if (code === 'CURSOR_EXPIRED') this.losses.push(message);
      this.#count(code);
    }
    const isReceived = errors ? this.options.takesPartial && Boolean(data) : true;
    if (!isReceived || this.#isStopped) return;
    this.events.push({ ...this.options.subscription.eventIn(data as never), receivedAt: performance.now() });
  }

  #count(why: string): void {
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
  }
}

function isClose(error: unknown): error is { readonly code: number } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number';
}

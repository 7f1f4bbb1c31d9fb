import { setTimeout as pause } from 'node:timers/promises';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Dice } from '../dice.ts';
import type { StreamBy } from '../streams.ts';
import type { Shown } from '../transports.ts';
import { Gate } from './gate.ts';

/** What a reader was told of an event. */
export interface ToldEvent {
  readonly cursor: string;
  readonly id: string;
  /** When it happened, by which it is found in the CRM's own record. */
  readonly at: string;
  /** The customer as it was told along; null where that was not asked for. */
  readonly phone: string | null;
  /** When it came, by `performance`. */
  readonly toldAt: number;
}

/** What a reader asks. */
export interface Asks {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Which customers it is to be told of; null for all. */
  readonly ids: ReadonlySet<string> | null;
  readonly eventIn: (data: never) => Omit<ToldEvent, 'toldAt'>;
}

/** How a reader behaves. */
export interface ReaderOptions {
  readonly by: StreamBy;
  readonly asks: Asks;
  readonly urls: () => readonly string[];
  readonly dice: Dice;
  /** Milliseconds after which it loses its connection, again and again; null for never. */
  readonly cutMs: number | null;
  /** Whether it stops reading now and then, for longer than replicas keep what it does not read. */
  readonly stalls: boolean;
  /** What it shows of itself. */
  readonly shown: Shown;
  /** Whether it has been told of an event also where what happened could not be read, as its system is away. */
  readonly takesPartial: boolean;
  /** The cursor after which it begins; where not given, with what happens from now on. */
  readonly after?: string;
}

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A connection of a reader. */
interface Line {
  readonly over: Promise<unknown>;
  readonly cut: () => void;
  readonly stall: (isStalled: boolean) => void;
}

const AGAIN_MS = 30;
const STALL_EVERY_MS = 6_000;
const STALL_MS = 4_000;
/** What a connection that broke is said to be closed with (RFC 6455, section 7.1.5). */
const CUT = 1006;

/** A subscriber that goes on after its last event, at any replica, whenever its connection ends. */
export class Reader {
  readonly told: ToldEvent[] = [];
  readonly options: ReaderOptions;
  /** Connections so far, those that were refused or failed at once among them. */
  connections = 0;
  /** Answers that say that something was lost. */
  readonly losses: string[] = [];
  /** Errors and codes of closed sockets that it was told, and how often. */
  readonly refusals = new Map<string, number>();
  /** How often it stopped reading, and of how many events it was told all the same before it read on. */
  readonly stalled = { times: 0, told: 0 };
  #isStopped = false;
  #isCalm = false;
  #line: Line | null = null;
  /** Has it read on; null while it reads. */
  #goOn: (() => void) | null = null;
  readonly #running: Promise<void>;

  constructor(options: ReaderOptions) {
    this.options = options;
    this.#running = this.#run();
  }

  get name(): string {
    const { by, asks, cutMs, stalls } = this.options;
    return [by, asks.name, cutMs === null ? '' : `cut every ${cutMs} ms`, stalls ? 'stalling' : '']
      .filter(Boolean)
      .join(', ');
  }

  /** From now on it is neither cut nor stalls. */
  calm(): void {
    this.#isCalm = true;
    this.#goOn?.();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#line?.cut();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const urls = this.options.urls();
      const url = urls[this.options.dice.between(0, urls.length - 1)];
      if (url !== undefined) await this.#connect(url);
      await pause(AGAIN_MS);
    }
  }

  async #connect(url: string): Promise<void> {
    this.connections += 1;
    const line = this.options.by === 'websocket' ? this.#bySocket(url) : this.#bySse(url);
    this.#line = line;
    const { cutMs, stalls } = this.options;
    const timers: NodeJS.Timeout[] = [];
    const unlessCalm = (work: () => void) => () => {
      if (!this.#isCalm) work();
    };
    // Who was told of nothing yet has no cursor to go on from: what it misses while it is away is not for it.
    const cut = unlessCalm(() => {
      if (this.told.length > 0) line.cut();
    });
    if (cutMs !== null) timers.push(setInterval(cut, cutMs));
    if (stalls) {
      const stall = unlessCalm(() => {
        this.#stall(line);
        timers.push(setTimeout(() => this.#goOn?.(), STALL_MS));
      });
      timers.push(setInterval(stall, STALL_EVERY_MS));
    }
    await line.over;
    this.#goOn = null;
    for (const timer of timers) clearTimeout(timer);
  }

  #stall(line: Line): void {
    const before = this.told.length;
    this.stalled.times += 1;
    line.stall(true);
    this.#goOn = () => {
      this.stalled.told += this.told.length - before;
      line.stall(false);
      this.#goOn = null;
    };
  }

  /** By WebSocket it says itself after what it goes on. */
  #bySocket(url: string): Line {
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
      connectionParams: this.options.shown,
    });
    const { query, variables } = this.options.asks;
    const operation = { query, variables: { ...variables, after: this.#last } };
    const over = new Promise<void>((resolve) => {
      client.subscribe(operation, {
        next: (result) => this.#next(result as Result),
        error: (error) => {
          if (Array.isArray(error)) this.#next({ errors: error as NonNullable<Result['errors']> });
          else if (isClose(error) && error.code !== CUT) this.#count(`closed with ${error.code}`);
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

  /** By SSE its client sends the id of the last event, as browsers do. */
  #bySse(url: string): Line {
    const last = this.#last;
    const gate = new Gate();
    const client = createSseClient({
      url: `${url}/graphql`,
      retryAttempts: 0,
      fetchFn: gate.fetch,
      headers: { ...this.options.shown, ...(last === null ? {} : { 'last-event-id': last }) },
    });
    const { query, variables } = this.options.asks;
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
    return this.told.at(-1)?.cursor ?? this.options.after ?? null;
  }

  #next({ data, errors }: Result): void {
    for (const { message, extensions } of errors ?? []) {
      const code = extensions?.code ?? message;
      if (code === 'CURSOR_EXPIRED') this.losses.push(message);
      this.#count(code);
    }
    const isTold = errors ? this.options.takesPartial && Boolean(data) : true;
    if (!isTold || this.#isStopped) return;
    this.told.push({ ...this.options.asks.eventIn(data as never), toldAt: performance.now() });
  }

  #count(why: string): void {
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
  }
}

function isClose(error: unknown): error is { readonly code: number } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number';
}

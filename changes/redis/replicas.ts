import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { runOf } from '../../datasources/redis/run.ts';
import { compareCursors } from '../compare.ts';
import type { Cursor } from '../event.ts';
import type { Replicas } from '../replicas.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { droppedByAll, Others, valueOf } from './others.ts';
import { callRoll, strikeOff, type Roll } from './roll.ts';
import { PATIENCE_MS, Term } from './term.ts';

/** How often to call the roll when idle: often enough that a call or two may come late. */
const CALL_MS = PATIENCE_MS / 5;
/** How soon to call again while waiting for others: at first, and when they take long. */
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 4;
const RETRY_MS = 100;

interface Waiting {
  readonly cursor: Cursor;
  readonly resolve: (isSo: boolean) => void;
}

/** Replicas that share a log. They keep a membership roll beside it (docs/decisions/0021-told-after-evicted-everywhere.md). */
export class RedisReplicas implements Replicas {
  readonly #connection: Connection;
  readonly #keys: Keys;
  readonly #id = randomUUID();
  readonly #term = new Term();
  readonly #others = new Others();
  #waiting: Waiting[] = [];
  #calls = 0;
  #run: string | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #running: Promise<void> | null = null;
  #isLeaving = false;
  #wake: (() => void) | null = null;

  constructor(connection: Connection, keys: Keys) {
    this.#connection = connection;
    this.#keys = keys;
    // The server's run id is only known for one connection.
    connection.onReady(() => {
      this.#run = null;
    });
  }

  get isInStep(): boolean {
    return !this.#isLeaving && this.#term.isInStep(performance.now());
  }

  readonly dropped = (cursor: Cursor): void => {
    this.#term.reached(cursor);
    this.#callNow();
  };

  readonly everywhere = (cursor: Cursor): Promise<boolean> => {
    if (this.#isLeaving) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push({ cursor, resolve });
      this.#callNow();
    });
  };

  readonly leave = async (): Promise<void> => {
    if (this.#isLeaving) return;
    const wasInStep = this.isInStep;
    this.#isLeaving = true;
    this.#wake?.();
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
    if (!wasInStep) return;
    // Sent over the same connection, so that it follows any call in flight. If it does not get through, the others time this replica out.
    await this.#connection.ask((redis) => strikeOff(redis, this.#keys, this.#id)).catch(() => undefined);
  };

  #callNow(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    if (this.#isLeaving) return;
    this.#running ??= this.#callRepeatedly();
    this.#wake?.();
  }

  /** Calls the roll repeatedly, one call at a time, until this process leaves. */
  async #callRepeatedly(): Promise<void> {
    while (!this.#isLeaving) await this.#pause(await this.#call());
  }

  /** Calls the roll once. Returns how long to pause afterwards, in milliseconds. Never rejects. */
  async #call(): Promise<number> {
    const { position } = this.#term;
    try {
      const roll = await this.#ask(position);
      this.#settle(roll);
      // The position has advanced in the meantime; report it to the replicas that wait for it.
      if (this.#term.position !== position) return 0;
    } catch {
      return RETRY_MS;
    }
    // A replica that may not be on the roll yet is waiting for its follower to catch up, which wakes this loop.
    const isIdle = this.isInStep || !this.#term.mayBeOn(performance.now());
    if (this.#waiting.length === 0 && isIdle) return CALL_MS;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    return pauseMs;
  }

  async #ask(position: Cursor | null): Promise<Roll> {
    return this.#connection.ask(async (redis) => {
      const run = (this.#run ??= await runOf(redis));
      return this.#askOver(redis, run, position);
    });
  }

  async #askOver(redis: Redis, run: string, position: Cursor | null): Promise<Roll> {
    const askedAt = performance.now();
    const isOn = position !== null && this.#term.mayBeOn(askedAt);
    this.#calls += 1;
    const value = isOn ? valueOf(this.#calls, position) : null;
    const silent = this.#others.silent(askedAt);
    const roll = await callRoll(redis, this.#keys, { run, id: this.#id, value, silent });
    const answeredAt = performance.now();
    this.#others.saw(roll.entries, answeredAt);
    this.#term.called({ askedAt, answeredAt, isOn, newest: roll.newest });
    return roll;
  }

  #settle(roll: Roll): void {
    if (this.#waiting.length === 0) return;
    const everywhere = droppedByAll(roll);
    this.#waiting = this.#waiting.filter(({ cursor, resolve }) => {
      const isOld = Number.isNaN(compareCursors(cursor, roll.newest));
      const isSo = everywhere !== null && compareCursors(cursor, everywhere) <= 0;
      if (isOld || isSo) resolve(!isOld);
      return !isOld && !isSo;
    });
  }

  #pause(ms: number): Promise<void> {
    if (ms === 0 || this.#isLeaving) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
    });
  }
}

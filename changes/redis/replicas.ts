import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { PatientConnection } from '../../datasources/redis/patient-connection.ts';
import { runOf } from '../../datasources/redis/run.ts';
import { compareCursors } from '../cursor.ts';
import type { Cursor } from '../event.ts';
import type { Replicas } from '../replicas.ts';
import type { Keys } from './keys.ts';
import { droppedByAll, SilenceTracker, entryValueOf } from './silence-tracker.ts';
import { heartbeat, removeReplica, type Roster } from './roster.ts';
import { SILENCE_TIMEOUT_MS, CacheLease } from './cache-lease.ts';

/** How often to send a heartbeat when idle: often enough that one or two may come late. */
const HEARTBEAT_MS = SILENCE_TIMEOUT_MS / 5;
/** How soon to send another while waiting for others: at first, and when they take long. */
const FIRST_PAUSE_MS = 1;
const MAX_PAUSE_MS = 4;
const RETRY_MS = 100;

interface Waiting {
  readonly cursor: Cursor;
  readonly resolve: (isSo: boolean) => void;
}

/** Replicas that share a log. They keep a membership roster beside it (docs/decisions/0021-told-after-evicted-everywhere.md). */
export class RedisReplicas implements Replicas {
  readonly #connection: PatientConnection;
  readonly #keys: Keys;
  readonly #id = randomUUID();
  readonly #lease = new CacheLease();
  readonly #silence = new SilenceTracker();
  #waiting: Waiting[] = [];
  #beats = 0;
  #run: string | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #running: Promise<void> | null = null;
  #isLeaving = false;
  #wake: (() => void) | null = null;

  constructor(connection: PatientConnection, keys: Keys) {
    this.#connection = connection;
    this.#keys = keys;
    // The server's run id is only known for one connection.
    connection.onReady(() => {
      this.#run = null;
    });
  }

  get mayServeCached(): boolean {
    return !this.#isLeaving && this.#lease.isValid(performance.now());
  }

  readonly evictedUpTo = (cursor: Cursor): void => {
    this.#lease.reached(cursor);
    this.#beatNow();
  };

  readonly allEvicted = (cursor: Cursor): Promise<boolean> => {
    if (this.#isLeaving) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push({ cursor, resolve });
      this.#beatNow();
    });
  };

  readonly leave = async (): Promise<void> => {
    if (this.#isLeaving) return;
    const mightServeCached = this.mayServeCached;
    this.#isLeaving = true;
    this.#wake?.();
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
    if (!mightServeCached) return;
    // Sent over the same connection, so that it follows any heartbeat in flight. If it does not get through, the others time this replica
    // out.
    await this.#connection.ask((redis) => removeReplica(redis, this.#keys, this.#id)).catch(() => undefined);
  };

  #beatNow(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    if (this.#isLeaving) return;
    this.#running ??= this.#beatRepeatedly();
    this.#wake?.();
  }

  /** Sends heartbeats, one at a time, until this process leaves. */
  async #beatRepeatedly(): Promise<void> {
    while (!this.#isLeaving) await this.#pause(await this.#beat());
  }

  /** Sends one heartbeat. Returns how long to pause afterwards, in milliseconds. Never rejects. */
  async #beat(): Promise<number> {
    const { position } = this.#lease;
    try {
      const roster = await this.#ask(position);
      this.#settle(roster);
      // The position has advanced in the meantime; report it to the replicas that wait for it.
      if (this.#lease.position !== position) return 0;
    } catch {
      return RETRY_MS;
    }
    // A replica that may not be on the roster yet is waiting for its follower to catch up, which wakes this loop.
    const isIdle = this.mayServeCached || !this.#lease.mayBeOn(performance.now());
    if (this.#waiting.length === 0 && isIdle) return HEARTBEAT_MS;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    return pauseMs;
  }

  async #ask(position: Cursor | null): Promise<Roster> {
    return this.#connection.ask(async (redis) => {
      const run = (this.#run ??= await runOf(redis));
      return this.#askOver(redis, run, position);
    });
  }

  async #askOver(redis: Redis, run: string, position: Cursor | null): Promise<Roster> {
    const askedAt = performance.now();
    // A heartbeat that waited for its connection may follow the removal from the roster.
    const isOn = !this.#isLeaving && position !== null && this.#lease.mayBeOn(askedAt);
    this.#beats += 1;
    const value = isOn ? entryValueOf(this.#beats, position) : null;
    const silent = this.#silence.silent(askedAt);
    const roster = await heartbeat(redis, this.#keys, { run, id: this.#id, value, silent });
    const answeredAt = performance.now();
    this.#silence.record(roster.entries, answeredAt);
    const { newest } = roster;
    this.#lease.recordHeartbeat({ askedAt, answeredAt, isOn, position, run, newest });
    return roster;
  }

  #settle(roster: Roster): void {
    if (this.#waiting.length === 0) return;
    const byAll = droppedByAll(roster);
    this.#waiting = this.#waiting.filter(({ cursor, resolve }) => {
      const isOld = Number.isNaN(compareCursors(cursor, roster.newest));
      const isSo = byAll !== null && compareCursors(cursor, byAll) <= 0;
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

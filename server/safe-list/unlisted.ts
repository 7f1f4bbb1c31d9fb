import { LRUCache } from 'lru-cache';
import type { Logger } from '../../datasources/logger.ts';
import type { Client } from '../client.ts';
import { isHash } from './record.ts';

/** The most operations for which we remember that they were logged, and for how long. */
const MAX_LOGGED = 10_000;
const LOGGED_MS = 3_600_000;
/** Lines per minute: a client that inserts values into the text has as many operations as values. */
const MAX_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Logs operations that are not on the list: each once per hour and client, by its hash and never by its text. */
export class Unlisted {
  readonly #log: Logger;
  readonly #logged = new LRUCache<string, true>({ max: MAX_LOGGED, ttl: LOGGED_MS });
  #minute = 0;
  #lines = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** What a client sends as a hash may be any text; if it is not a hash, the log only says that one arrived. */
  report(asked: string, operation: string | null, { name: client, version }: Client): void {
    const hash = isHash(asked) ? asked : null;
    const key = `${hash ?? ''} ${client ?? ''} ${version ?? ''}`;
    if (this.#logged.has(key) || !this.#hasRoom(Date.now())) return;
    this.#logged.set(key, true);
    this.#log.warn({ hash, operation, client, version }, 'an operation is not on the safe list');
  }

  #hasRoom(now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) [this.#minute, this.#lines] = [minute, 0];
    this.#lines += 1;
    if (this.#lines === MAX_PER_MINUTE + 1)
      this.#log.warn({}, `more than ${MAX_PER_MINUTE} operations in a minute are not on the safe list`);
    return this.#lines <= MAX_PER_MINUTE;
  }
}

import { LRUCache } from 'lru-cache';
import type { Logger } from '../../datasources/scope.ts';
import type { Client } from '../client.ts';
import { isHash } from './record.ts';

/** Of so many operations it is remembered that they were told, and for so long. */
const REMEMBERED = 10_000;
const REMEMBERED_MS = 3_600_000;
/** Lines a minute: who puts values into the text has as many operations as values. */
const MOST_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Tells operators of operations that are not on the list: each once an hour and client, by its hash and never by its text. */
export class Unlisted {
  readonly #log: Logger;
  readonly #told = new LRUCache<string, true>({ max: REMEMBERED, ttl: REMEMBERED_MS });
  #minute = 0;
  #lines = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** What a client gives out as a hash may be any text: of that which is none, it is told only that it came. */
  tell(asked: string, operation: string | null, { name: client, version }: Client): void {
    const hash = isHash(asked) ? asked : null;
    const key = `${hash ?? ''} ${client ?? ''} ${version ?? ''}`;
    if (this.#told.has(key) || !this.#hasRoom(Date.now())) return;
    this.#told.set(key, true);
    this.#log.warn({ hash, operation, client, version }, 'an operation is not on the safe list');
  }

  #hasRoom(now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) [this.#minute, this.#lines] = [minute, 0];
    this.#lines += 1;
    if (this.#lines === MOST_A_MINUTE + 1)
      this.#log.warn({}, `more than ${MOST_A_MINUTE} operations in a minute are not on the safe list`);
    return this.#lines <= MOST_A_MINUTE;
  }
}

import type { Logger } from '../../datasources/logger.ts';
import type { Register } from './register.ts';

/** Dependencies of a {@link Mirror}. */
export interface MirrorParts<T> {
  readonly register: Register;
  /** Parses an entry; null if this version cannot read it. */
  readonly parse: (text: string, id: string) => T | null;
  readonly log: Logger;
  /** Milliseconds between two checks for changes by other replicas; 1,000 by default. */
  readonly pollMs?: number;
}

/** Redis answers the check in a tenth of a millisecond, and a second is soon enough for a revoked key. */
const POLL_MS = 1_000;

/**
 * A copy of a register in the memory of this process, so that requests with a key never wait for Redis. Changes made here are visible at
 * once, those of other replicas within a second. While the register is unavailable, the last known contents remain.
 */
export class Mirror<T> {
  readonly #parts: MirrorParts<T>;
  #version: string | null = null;
  #entries: ReadonlyMap<string, T> = new Map();
  #confirmedAt = -Infinity;
  #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<undefined> | null = null;
  #isClosed = false;

  constructor(parts: MirrorParts<T>) {
    this.#parts = parts;
  }

  /** The contents of the register, as far as this process knows. A new object after each change. */
  get entries(): ReadonlyMap<string, T> {
    return this.#entries;
  }

  /** For how many milliseconds the contents have not been confirmed; Infinity if they were never read. */
  get unconfirmedMs(): number {
    return performance.now() - this.#confirmedAt;
  }

  /** Reads the register for the first time, and then follows its changes. If it cannot be read, it is retried. Never throws. */
  async start(): Promise<void> {
    await this.#check();
    this.#scheduleCheck();
  }

  /** Reads the register now, after a change made here. Rejects with a RegisterUnavailableError. */
  async refresh(): Promise<void> {
    // A check in progress may have begun before the change.
    await this.#checking;
    await this.#read();
  }

  /**
   * Calls back after each change, and after each failed check, since the contents may then be out of date. Returns a function that stops
   * this.
   */
  listen(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  /** Stops following changes. It does not wait for a check in progress, which no longer has any effect. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #scheduleCheck(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(
      () => void this.#check().then(() => this.#scheduleCheck()),
      this.#parts.pollMs ?? POLL_MS,
    );
    this.#timer.unref();
  }

  #check(): Promise<undefined> {
    this.#checking ??= this.#checkOnce().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  async #checkOnce(): Promise<undefined> {
    const asked = performance.now();
    try {
      if ((await this.#parts.register.version()) === this.#version) this.#confirmedAt = asked;
      else await this.#read();
    } catch (err) {
      this.#parts.log.debug({ err }, 'a register cannot be reached');
      this.#notify();
    }
    return undefined;
  }

  async #read(): Promise<void> {
    const asked = performance.now();
    const { version, entries } = await this.#parts.register.read();
    if (this.#isClosed) return;
    this.#confirmedAt = asked;
    if (version === this.#version) return;
    this.#version = version;
    this.#entries = new Map(
      [...entries].flatMap(([id, text]) => {
        const entry = this.#parts.parse(text, id);
        return entry === null ? [] : [[id, entry] as const];
      }),
    );
    this.#notify();
  }

  #notify(): void {
    for (const changed of this.#listeners) changed();
  }
}

import type { Logger } from '../../datasources/scope.ts';
import type { Register } from './register.ts';

/** What a mirror is made with. */
export interface MirrorOptions<T> {
  readonly register: Register;
  /** An entry of its text; null for one that this version cannot read. */
  readonly parse: (text: string, id: string) => T | null;
  readonly log: Logger;
  /** Milliseconds between two looks whether another replica has changed something; 1,000 where not given. */
  readonly pollMs?: number;
}

/** Redis answers that in a tenth of a millisecond: a second is soon enough for a key that was revoked. */
const POLL_MS = 1_000;

/**
 * A register as this process holds it in memory, so that nobody waits for Redis who asks with a key. What is changed here is seen here
 * at once, and what another replica has changed within a second. While the register cannot be reached, what was known stays.
 */
export class Mirror<T> {
  readonly #options: MirrorOptions<T>;
  #version: string | null = null;
  #entries: ReadonlyMap<string, T> = new Map();
  #confirmedAt = -Infinity;
  #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<undefined> | null = null;
  #isClosed = false;

  constructor(options: MirrorOptions<T>) {
    this.#options = options;
  }

  /** What the register holds, as far as this process knows. Another object after each change. */
  get entries(): ReadonlyMap<string, T> {
    return this.#entries;
  }

  /** For how many milliseconds nobody knows whether it is still so; Infinity where it never was read. */
  get unconfirmedMs(): number {
    return performance.now() - this.#confirmedAt;
  }

  /** Reads it for the first time, and follows it from then on. Where it cannot be read, that is tried again. Never throws. */
  async start(): Promise<void> {
    await this.#look();
    this.#rest();
  }

  /** Looks now, after a change of one's own. Rejects with a RegisterUnavailableError. */
  async refresh(): Promise<void> {
    // One under way may have begun before the change.
    await this.#looking;
    await this.#read();
  }

  /** Calls back after each change, and after each look in vain, by which what is known has grown old. Gives what ends that. */
  listen(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  /** Ends following. It waits for nobody: a look that is under way changes nothing any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #rest(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(
      () => void this.#look().then(() => this.#rest()),
      this.#options.pollMs ?? POLL_MS,
    );
    this.#timer.unref();
  }

  #look(): Promise<undefined> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<undefined> {
    const asked = performance.now();
    try {
      if ((await this.#options.register.version()) === this.#version) this.#confirmedAt = asked;
      else await this.#read();
    } catch (err) {
      this.#options.log.debug({ err }, 'a register cannot be reached');
      this.#tell();
    }
    return undefined;
  }

  async #read(): Promise<void> {
    const asked = performance.now();
    const { version, entries } = await this.#options.register.read();
    if (this.#isClosed) return;
    this.#confirmedAt = asked;
    if (version === this.#version) return;
    this.#version = version;
    this.#entries = new Map(
      [...entries].flatMap(([id, text]) => {
        const entry = this.#options.parse(text, id);
        return entry === null ? [] : [[id, entry] as const];
      }),
    );
    this.#tell();
  }

  #tell(): void {
    for (const changed of this.#listeners) changed();
  }
}

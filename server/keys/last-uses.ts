import type { Logger } from '../../datasources/logger.ts';
import type { Register } from '../register/register.ts';

/** How often last uses are written. They are reported to the minute, and one write covers all keys. */
const WRITE_MS = 60_000;

/** Records when keys were last used. */
export class LastUses {
  readonly #register: Register;
  readonly #log: Logger;
  readonly #pending = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(register: Register, log: Logger) {
    this.#register = register;
    this.#log = log;
  }

  note(id: string, now: number): void {
    this.#pending.set(id, now);
    this.#timer ??= setTimeout(() => void this.#write(), WRITE_MS).unref();
  }

  /** The stored last uses of all replicas, combined with those of this one that are not written yet. */
  async all(): Promise<ReadonlyMap<string, number>> {
    const uses = new Map(await this.#register.noted());
    for (const [id, at] of this.#pending) uses.set(id, Math.max(at, uses.get(id) ?? 0));
    return uses;
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    await this.#write();
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const uses = new Map(this.#pending);
    this.#pending.clear();
    try {
      await this.#register.note(uses);
    } catch (err) {
      // The next use will be recorded instead.
      this.#log.debug({ err }, 'the last use of API keys could not be stored');
    }
  }
}

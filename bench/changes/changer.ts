import { setTimeout as sleep } from 'node:timers/promises';
import { Pipeline } from './pipeline.ts';
import type { Tally } from './tally.ts';
import type { Change, Notification } from './notification.ts';

const CONTROL = '/_control/change';
const TICK_MS = 4;

/** What a changer works with. */
export interface ChangerParts {
  /** Address of the systems. */
  readonly upstream: string;
  /** Address of the server to notify. */
  readonly server: string;
  readonly notify: (change: Change) => Notification;
  readonly tally: Tally;
}

/** Changes customers, and notifies a server of each change, in order. */
export class Changer implements Disposable {
  readonly #parts: ChangerParts;
  readonly #upstream: Pipeline;
  readonly #server: Pipeline;
  #fault: Error | null = null;

  private constructor(parts: ChangerParts, upstream: Pipeline, server: Pipeline) {
    this.#parts = parts;
    this.#upstream = upstream;
    this.#server = server;
  }

  static async open(parts: ChangerParts): Promise<Changer> {
    return new Changer(parts, await Pipeline.open(parts.upstream), await Pipeline.open(parts.server));
  }

  /** Changes a customer and notifies the server. Resolves once the server has acknowledged that, with the change's `sequence`. */
  async change(id: string): Promise<number> {
    const { tally, notify } = this.#parts;
    const number = tally.next();
    const at = tally.momentOf(number);
    const { status, body } = await this.#upstream.post(CONTROL, [], JSON.stringify({ id, at }));
    if (status !== 200) throw new Error(`The upstream answered ${status}: ${body.slice(0, 200)}`);
    const { sequence } = JSON.parse(body) as { sequence: number };
    const { path, headers, body: payload } = notify({ id, at, sequence });
    tally.sentNow(number);
    const answer = await this.#server.post(path, headers, payload);
    if (answer.status >= 300)
      throw new Error(`The server answered a change with ${answer.status}: ${answer.body}`);
    return sequence;
  }

  /**
   * Changes customers in turn at a fixed rate for `seconds`, whether or not the server keeps up; does not wait for acknowledgements.
   */
  async run(ids: readonly string[], perSecond: number, seconds: number): Promise<void> {
    const total = Math.round(perSecond * seconds);
    const began = performance.now();
    for (let n = 0; n < total;) {
      const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1_000) + 1);
      for (; n < due; n++) this.#start(ids[n % ids.length] ?? '');
      await sleep(TICK_MS);
    }
    await sleep(Math.max(0, began + seconds * 1_000 - performance.now()));
  }

  /** Throws the error of a change that was not awaited, if there was one. */
  check(): void {
    if (this.#fault) throw this.#fault;
  }

  [Symbol.dispose](): void {
    this.#upstream.close();
    this.#server.close();
  }

  #start(id: string): void {
    this.change(id).catch((error: unknown) => {
      this.#fault ??= error instanceof Error ? error : new Error(String(error));
    });
  }
}

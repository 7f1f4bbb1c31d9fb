import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import { KINDS, type Kind, type World } from './kinds.ts';
import { Tally } from './tally.ts';
import type { Watch } from './watch.ts';

const TICK_MS = 20;
/** Milliseconds between two changes at the CRM. */
const WRITE_MS = 400;
const FILL_CONCURRENCY = 8;
const COLD = KINDS[0];
const WEIGHTS = KINDS.reduce((sum, { weight }) => sum + weight, 0);

/** Callers that send requests at a fixed rate, whether or not earlier ones have been answered. */
export class Callers {
  /** Results of all requests, by kind. */
  readonly tallies = new Map<string, Tally>(KINDS.map(({ name }) => [name, new Tally()]));
  readonly #world: World;
  readonly #watch: Watch;
  readonly #pending = new Set<Promise<void>>();

  constructor(world: World, watch: Watch) {
    this.#world = world;
    this.#watch = watch;
  }

  /** Sends one request of each kind, one after the other. */
  async once(): Promise<void> {
    for (const kind of KINDS) await this.#ask(kind);
  }

  /** Sends this many uncached requests as fast as possible, which fills the bounded caches. */
  async fill(count: number): Promise<void> {
    let left = count;
    const fill = async () => {
      for (; left > 0; left -= 1) await this.#ask(COLD);
    };
    await Promise.all(Array.from({ length: FILL_CONCURRENCY }, fill));
  }

  /** Sends this many requests per second until `signal` aborts; resolves when all are answered. */
  async run(perSecond: number, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    for (let sent = 0; !signal.aborted;) {
      const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
      for (; sent < due; sent += 1) {
        const request = this.#ask(this.#pick()).finally(() => this.#pending.delete(request));
        this.#pending.add(request);
      }
      await pause(TICK_MS);
    }
    await Promise.all(this.#pending);
  }

  async #ask(kind: Kind): Promise<void> {
    const began = performance.now();
    const codes = await kind.ask(this.#world).catch((error: unknown) => {
      this.#world.wrong(`${kind.name}: no answer: ${String(error)}`);
      return ['NO_ANSWER'];
    });
    const ms = performance.now() - began;
    this.tallies.get(kind.name)?.add(ms, codes);
    this.#watch.tally.add(ms, codes);
  }

  #pick(): Kind {
    let place = this.#world.dice.next() * WEIGHTS;
    const found = KINDS.find(({ weight }) => (place -= weight) < 0);
    if (!found) throw new Error('There are no kinds.');
    return found;
  }
}

/** Changes customers in the CRM until `signal` aborts. */
export async function change(ledger: Ledger, { dice }: World, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ledger.write(dice);
    await pause(WRITE_MS);
  }
}

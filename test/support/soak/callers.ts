import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import { KINDS, type Kind, type World } from './kinds.ts';
import { Tally } from './tally.ts';
import type { Watch } from './watch.ts';

const TICK_MS = 20;
/** Milliseconds between two changes at the CRM. */
const WRITE_MS = 400;
const FILLING = 8;
const COLD = KINDS[0];
const WEIGHTS = KINDS.reduce((sum, { weight }) => sum + weight, 0);

/** Callers that ask at a rate of their own, whether those before them were answered or not. */
export class Callers {
  /** What became of all requests, by kind. */
  readonly tallies = new Map<string, Tally>(KINDS.map(({ name }) => [name, new Tally()]));
  readonly #world: World;
  readonly #watch: Watch;
  readonly #underWay = new Set<Promise<void>>();

  constructor(world: World, watch: Watch) {
    this.#world = world;
    this.#watch = watch;
  }

  /** One of each kind, one after the other. */
  async once(): Promise<void> {
    for (const kind of KINDS) await this.#ask(kind);
  }

  /** So many of what is in no cache, as fast as it goes: what is bounded is full then. */
  async fill(count: number): Promise<void> {
    let left = count;
    const fill = async () => {
      for (; left > 0; left -= 1) await this.#ask(COLD);
    };
    await Promise.all(Array.from({ length: FILLING }, fill));
  }

  /** So many a second until `signal` says that it is enough; resolves when all are answered. */
  async run(perSecond: number, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    for (let asked = 0; !signal.aborted;) {
      const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
      for (; asked < due; asked += 1) {
        const request = this.#ask(this.#pick()).finally(() => this.#underWay.delete(request));
        this.#underWay.add(request);
      }
      await pause(TICK_MS);
    }
    await Promise.all(this.#underWay);
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

/** Has customers change at the CRM until `signal` says that it is enough. */
export async function change(ledger: Ledger, { dice }: World, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ledger.write(dice);
    await pause(WRITE_MS);
  }
}

import type { Reader } from '../faults/reader.ts';
import { countOf, handlesIn } from './handles.ts';
import type { Ledger } from './ledger.ts';
import type { Scene } from './scene.ts';
import type { Sample } from './slope.ts';
import { rankOf, Tally, type Tallied } from './tally.ts';

/** Measurements of a period. */
export interface Minute extends Tallied {
  /** Minutes since the load began, at the end of the period. */
  readonly at: number;
  readonly perSecond: number;
  readonly rssBytes: number;
  readonly liveBytes: number;
  /** The 99th percentile of the event loop's delay. */
  readonly loopLagMs: number;
  readonly handles: number;
  /** The 99th percentile of the time from a change in the CRM to subscribers; 0 if nothing was delivered. */
  readonly changeLagMs: number;
}

/** Measures a process under load, from outside. */
export class Watch {
  /** Live memory in bytes, by minutes since the load began. */
  readonly memory: Sample[] = [];
  /** Results since the last look. */
  tally = new Tally();
  readonly #scene: Scene;
  readonly #began = performance.now();
  #last = this.#began;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Measures live memory, which stops the process for a moment. */
  async sampleMemory(): Promise<number> {
    const value = await this.#scene.liveBytes();
    this.memory.push({ at: (performance.now() - this.#began) / 60_000, value });
    return value;
  }

  /** The measurements since the last look. */
  async look(ledger: Ledger, readers: readonly Reader[]): Promise<Minute> {
    const [since, now, { sum: tallied }] = [this.#last, performance.now(), this.tally];
    [this.#last, this.tally] = [now, new Tally()];
    const scraped = await this.#scene.metrics();
    return {
      ...tallied,
      at: (now - this.#began) / 60_000,
      perSecond: (1_000 * tallied.requests) / (now - since),
      rssBytes: scraped.sum('process_resident_memory_bytes'),
      liveBytes: await this.sampleMemory(),
      loopLagMs: 1_000 * scraped.sum('nodejs_eventloop_lag_p99_seconds'),
      handles: countOf(handlesIn(scraped)),
      changeLagMs: rankOf(
        readers.flatMap((reader) => ledger.lagsOf(reader, since)),
        0.99,
      ),
    };
  }
}

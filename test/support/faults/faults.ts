import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../dice.ts';
import type { RedisServer } from '../redis.ts';
import type { Fleet, FleetReplica } from './fleet.ts';

/** The faults, which occur one at a time. */
export const FAULTS = ['kill', 'restart', 'redis', 'cut', 'delay', 'hang'] as const;

export type Fault = (typeof FAULTS)[number];

/** Injects faults into a fleet, and ends them again. */
export class Faults {
  /** How often each fault was injected. */
  readonly counted = new Map<Fault | 'rolling restart', number>();
  readonly #fleet: Fleet;
  readonly #redis: RedisServer;
  readonly #dice: Dice;

  constructor(fleet: Fleet, redis: RedisServer, dice: Dice) {
    this.#fleet = fleet;
    this.#redis = redis;
    this.#dice = dice;
  }

  /** Injects each fault once, in random order, with pauses between. */
  async round(isOver: () => boolean): Promise<void> {
    for (const fault of this.#dice.some(FAULTS, FAULTS.length)) {
      if (isOver()) return;
      await this.#do(fault);
      await pause(this.#dice.between(200, 1_200));
    }
  }

  /** Shuts down each replica in turn and starts it again. */
  async rollingRestart(): Promise<void> {
    this.#count('rolling restart');
    for (const replica of this.#fleet.replicas) {
      await replica.stop();
      await replica.start();
    }
  }

  async #do(fault: Fault): Promise<void> {
    this.#count(fault);
    const replica = this.#replica();
    switch (fault) {
      case 'kill':
        await replica.kill();
        await pause(this.#dice.between(0, 500));
        await replica.start();
        return;
      case 'restart':
        await replica.stop();
        await replica.start();
        return;
      case 'redis':
        await this.#redis.stop();
        await pause(this.#dice.between(50, 1_500));
        await this.#redis.run();
        return;
      case 'cut':
        replica.proxy.cut();
        return;
      case 'delay':
        replica.proxy.delayMs = this.#dice.between(5, 120);
        await pause(this.#dice.between(300, 1_500));
        replica.proxy.delayMs = 0;
        return;
      case 'hang':
        replica.proxy.hold();
        await pause(this.#dice.between(200, 3_000));
        replica.proxy.release();
    }
  }

  #replica(): FleetReplica {
    const { replicas } = this.#fleet;
    const replica = replicas[this.#dice.between(0, replicas.length - 1)];
    if (!replica) throw new Error('a fleet without replicas');
    return replica;
  }

  #count(fault: Fault | 'rolling restart'): void {
    this.counted.set(fault, (this.counted.get(fault) ?? 0) + 1);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { RetryLaterError } from '../limits/retry-later.ts';
import type { Budgets } from './budgets.ts';
import type { Balance } from './store.ts';

/** How often to check on a caller that waits for budget. */
const CHECK_MS = 1_000;

/** What the caller of a request spends. */
export class Account {
  readonly #budgets: Budgets;
  /** The same for all requests of one caller. */
  readonly name: string;
  #balance: Balance | null = null;
  #isPrepaid = false;
  #refused: RetryLaterError | null = null;
  #giveBack: () => Promise<void> = () => Promise.resolve();

  constructor(budgets: Budgets, name: string) {
    this.#budgets = budgets;
    this.name = name;
  }

  /** Pays for an operation; resolves to why it must not run now, or null. An operation that costs nothing counts as 1. */
  async charge(cost: number): Promise<RetryLaterError | null> {
    if (this.#isPrepaid) return null;
    const { isEnough, balance, giveBack } = await this.#budgets.spend(this.name, wholeOf(cost));
    this.#balance = balance;
    this.#giveBack = giveBack;
    this.#refused = isEnough ? null : this.#refusal(cost, balance);
    return this.#refused;
  }

  /** Returns the last charge, for something that was refused after all. */
  refund(): Promise<void> {
    return this.#giveBack();
  }

  /**
   * Pays for some of `count` things, each at the same cost: for as many as the budget allows, but at least one. Waits if even one is too
   * expensive, until the whole budget is available again. Returns how many were paid for; 0 if `isOver` by then.
   */
  async payForSome(count: number, cost: number, isOver: () => boolean): Promise<number> {
    const each = wholeOf(cost);
    let wanted = count;
    while (!isOver()) {
      const refusal = await this.charge(wanted * each);
      if (!refusal) return wanted;
      wanted = Math.floor((this.#balance?.left ?? 0) / each);
      if (wanted > 0) continue;
      const until = performance.now() + refusal.retryAfter * 1_000;
      for (let left = 1; left > 0 && !isOver(); left = until - performance.now())
        await pause(Math.min(CHECK_MS, left), undefined, { ref: false });
      wanted = count;
    }
    return 0;
  }

  /** Marks everything as already paid for, so that another code path does not charge the operation again. */
  prepaid(): void {
    this.#isPrepaid = true;
  }

  /**
   * The header fields that tell a client what it has left (draft-ietf-httpapi-ratelimit-headers-10); none if nothing was charged. The unit
   * is cost, which is not in the draft's registry.
   */
  headers(): Readonly<Record<string, string>> {
    if (!this.#balance) return {};
    const { cost, seconds } = this.#budgets.settings;
    const { left, resetMs } = this.#balance;
    return {
      ...(this.#refused ? { 'retry-after': String(this.#refused.retryAfter) } : {}),
      'ratelimit-policy': `"cost";q=${cost};w=${seconds};qu="cost"`,
      ratelimit: `"cost";r=${left};t=${Math.ceil(resetMs / 1_000)}`,
    };
  }

  #refusal(cost: number, { left, resetMs }: Balance): RetryLaterError {
    const after = Math.max(1, Math.ceil(resetMs / 1_000));
    const message = `This needs ${cost} of your budget, of which ${left} is left. The full budget is available again in ${after} s.`;
    return new RetryLaterError('RATE_LIMITED', after, message);
  }
}

/** Costs are whole numbers; anything free counts as 1. */
function wholeOf(cost: number): number {
  return Math.max(1, Math.ceil(cost));
}

import type { ChangeEvent } from '../../changes/event.ts';
import { missedIn } from '../../datasources/change-filter.ts';
import { tagsOf } from '../../datasources/cache/tags.ts';
import { failureOf } from './failure.ts';
import type { HeldBytes } from './held-bytes.ts';
import { SubscriptionGroup, type MissedEvents } from './subscription-group.ts';
import { RenderingCache } from './rendering-cache.ts';
import type { Membership } from './membership.ts';
import type { Outbox } from './outbox.ts';
import type { StreamParts } from './parts.ts';
import type { KeyedSubscription } from './spec.ts';
import { Subscriber } from './subscriber.ts';
import { TagIndex } from './tag-index.ts';

/** All subscriptions of this process. */
export class SubscriptionGroups {
  readonly #parts: StreamParts;
  readonly #space: HeldBytes;
  readonly #renderings: RenderingCache;
  readonly #groups = new Map<string, SubscriptionGroup>();
  readonly #waiting = new TagIndex<SubscriptionGroup>();
  /** Groups that are told nothing more, and not yet of the loss. */
  readonly #halted = new Set<SubscriptionGroup>();

  constructor(parts: StreamParts, space: HeldBytes) {
    this.#parts = parts;
    this.#space = space;
    this.#renderings = new RenderingCache(parts.cache);
  }

  /** The number of distinct subscriptions. */
  get size(): number {
    return this.#groups.size;
  }

  /** Adds a client, which first receives what it missed. Throws InputError on invalid arguments, and a refusal if there is no room. */
  join(subscription: KeyedSubscription, missed: MissedEvents | null, outbox: Outbox): Membership {
    const group =
      this.#groups.get(subscription.key) ??
      new SubscriptionGroup(this.#parts, this.#renderings, subscription, this.#space);
    this.#groups.set(group.key, group);
    this.#waiting.add(group, group.tags);
    const subscriber = new Subscriber(outbox);
    if (missed === null) group.join(subscriber);
    else
      group.catchUp(subscriber, missed).catch((error: unknown) => outbox.end(failureOf(error, this.#parts)));
    return {
      after: () => subscriber.after(group.position),
      leave: () => {
        group.leave(subscriber);
        if (!group.isEmpty) return;
        if (this.#groups.get(group.key) === group) this.#groups.delete(group.key);
        this.#waiting.delete(group, group.tags);
        this.#halted.delete(group);
        group.held.release();
      },
    };
  }

  /** Passes on the next events. */
  add(events: readonly ChangeEvent[]): void {
    for (const event of events) {
      if (missedIn(event)) for (const group of this.#groups.values()) group.addMissed(event);
      for (const group of this.#waiting.touched(tagsOf(event))) group.add(event);
    }
  }

  /**
   * Ends all present subscriptions with an error, because the next events are unknown: they are told nothing more from now on, and the error
   * once `until` resolves with true. If it resolves with false, they wait for the next loss.
   */
  async fail(error: Error, until: Promise<boolean>): Promise<void> {
    this.#haltAll();
    const halted = [...this.#halted];
    if (!(await until)) return;
    for (const group of halted) group.end(failureOf(error, this.#parts));
  }

  #haltAll(): void {
    for (const group of this.#groups.values()) {
      this.#waiting.delete(group, group.tags);
      group.halt();
      this.#halted.add(group);
    }
    this.#groups.clear();
  }
}

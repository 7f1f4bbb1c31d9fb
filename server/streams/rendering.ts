import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import type { MissedChanges } from '../../datasources/change-filter.ts';
import { ignoreRejections } from '../../datasources/maybe-promise.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { ChangeSelector, EntityCheck, ChangeTest } from '../../resolvers/subscription-field.ts';
import type { LongLivedOperation } from './operations.ts';
import type { CachedRendering, RenderingCache } from './rendering-cache.ts';
import type { StreamParts } from './parts.ts';
import { dependenciesOf, runOnce } from './run.ts';
import { Runs } from './runs.ts';

/** A subscription, as all its clients share it: the operation, its variables, and the arguments of its field. */
export interface SubscriptionSpec {
  readonly operation: LongLivedOperation;
  /** One of its callers; all of them see the same. */
  readonly principal: Principal;
  readonly selector: ChangeSelector;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly args: Readonly<Record<string, unknown>>;
  /** Whether an event is sent only if it is certain to concern something that belongs to the callers. */
  readonly isOwn: boolean;
}

/** The result for one event; null if it is not to be sent. */
export type Rendered = string | null;

interface Pending {
  readonly rendered: Promise<Rendered>;
  readonly began: number;
}

/** The number of specs so far. Each gets its own number, which is part of the keys of its cached renderings. */
let specCount = 0;

/** Renders events for a subscription: once for all its clients, as long as the data read for it has not changed. */
export class Rendering {
  readonly #parts: StreamParts;
  readonly #renderings: RenderingCache;
  readonly #spec: SubscriptionSpec;
  readonly #id = (specCount += 1);
  readonly #isWanted: ChangeTest;
  readonly #mayMiss: (missed: MissedChanges) => boolean;
  readonly #check: EntityCheck | null;
  readonly #runs: Runs;
  readonly #pending = new Map<Cursor, Pending>();

  /** Throws InputError on invalid arguments. */
  constructor(parts: StreamParts, renderings: RenderingCache, spec: SubscriptionSpec) {
    this.#parts = parts;
    this.#renderings = renderings;
    this.#spec = spec;
    this.#isWanted = spec.selector.filterOf(spec.args, parts.filterNames);
    this.#mayMiss = spec.selector.mayMiss(spec.args, parts.filterNames);
    this.#check = spec.selector.checkOf(spec.args);
    this.#runs = new Runs(parts, spec);
  }

  /** The cost of rendering one event. */
  get cost(): number {
    const { operation, variables } = this.#spec;
    return operation.cost.of(variables);
  }

  /** Whether the subscription selects an event, judged by the event itself. */
  isWanted(event: ChangeEvent): boolean {
    return this.#isWanted(event);
  }

  /** Whether the changes that a system missed may include some that the subscription selects. */
  mayMiss(missed: MissedChanges): boolean {
    return this.#mayMiss(missed);
  }

  /** Renders an event that is wanted; `keep` says whether another client may request the same again. */
  render(event: ChangeEvent, keep: boolean): Promise<Rendered> {
    const { now: began } = this.#parts.cache.memory.evictions;
    const underWay = this.#pending.get(event.cursor);
    // A client that has been told of a later change must not receive data read before it.
    if (underWay?.began === began) return underWay.rendered;
    const rendered = this.#render(event, began, keep);
    // A caller that requests several awaits them one by one; the later ones must not count as unhandled if they reject.
    ignoreRejections([rendered]);
    this.#pending.set(event.cursor, { rendered, began });
    return rendered;
  }

  /** Aborts all runs, because no client waits for them any more. */
  abandon(): void {
    this.#runs.abandon();
  }

  async #render(event: ChangeEvent, began: number, keep: boolean): Promise<Rendered> {
    const name = `${this.#id} ${event.cursor}`;
    try {
      const rendering = this.#renderings.get(name) ?? (await this.#renderAnew(event, began));
      if (keep) this.#renderings.set(name, rendering);
      return rendering.text;
    } finally {
      if (this.#pending.get(event.cursor)?.began === began) this.#pending.delete(event.cursor);
    }
  }

  #renderAnew(event: ChangeEvent, began: number): Promise<CachedRendering> {
    const { operation, variables, isOwn } = this.#spec;
    return this.#runs.run(async (context) => {
      const isForThem = !isOwn || (await belongsToCaller(event, context));
      if (!isForThem) return { text: null, began, ...dependenciesOf(context, this.#parts) };
      if (this.#check && !(await this.#passes(this.#check, event, context)))
        return { text: null, began, ...dependenciesOf(context, this.#parts) };
      const given = { variables, root: event, cursor: event.cursor };
      const { text, tags, freshUntil } = await runOnce(this.#parts, operation, given, context);
      return { text, began, tags, freshUntil };
    });
  }

  async #passes(check: EntityCheck, event: ChangeEvent, context: Context): Promise<boolean> {
    try {
      return await check(event, context);
    } catch (err) {
      // Better to send an event too many than one too few: reading it will show the client what is wrong.
      this.#parts.log.debug({ err, requestId: context.requestId }, 'a filter could not be applied');
      return true;
    }
  }
}

/** Whether an event concerns something that belongs to the caller. If that cannot be determined, the event is not sent. */
async function belongsToCaller(event: ChangeEvent, context: Context): Promise<boolean> {
  const { customer } = context.principal;
  if (customer === null) return false;
  const { entity, id, owners, ownersUnknown } = event;
  if (entity === 'Customer') return id === customer;
  if ([owners['Customer'] ?? []].flat().includes(customer)) return true;
  if (!ownersUnknown) return false;
  try {
    return (await context.ownerOf(entity, id)) === customer;
  } catch (err) {
    context.log.warn(
      { err, requestId: context.requestId },
      'an event was not sent, because its owner could not be determined',
    );
    return false;
  }
}

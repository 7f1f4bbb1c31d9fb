import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import type { MissedChanges } from '../../datasources/change-filter.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { Feed, FeedCheck, FeedFilter } from '../../resolvers/feed.ts';
import { muteAll } from '../execution/aside.ts';
import type { StandingOperation } from './check.ts';
import type { KeptRendering, KeptRenderings } from './kept.ts';
import type { StandingParts } from './parts.ts';
import { madeOf, runOnce } from './run.ts';
import { Runs } from './runs.ts';

/** What a subscription is asked for: the operation, its variables, and the arguments of its field. */
export interface FeedQuestion {
  readonly operation: StandingOperation;
  /** One of those who ask it; all of them see the same. */
  readonly principal: Principal;
  readonly feed: Feed;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly args: Readonly<Record<string, unknown>>;
  /** Whether an event is told only where it is certain that it is of what belongs to those who ask. */
  readonly isOwn: boolean;
}

/** What is said of one event; null where it is not to be told. */
export type Rendered = string | null;

interface UnderWay {
  readonly rendered: Promise<Rendered>;
  readonly began: number;
}

/** Questions so far: each has a number, by which what is kept of it is found. */
let questions = 0;

/** Says of events what a subscription asks for: once for all who ask the same, as long as what was read for it has not changed. */
export class Rendering {
  readonly #parts: StandingParts;
  readonly #kept: KeptRenderings;
  readonly #question: FeedQuestion;
  readonly #number = (questions += 1);
  readonly #isWanted: FeedFilter;
  readonly #mayMiss: (missed: MissedChanges) => boolean;
  readonly #check: FeedCheck | null;
  readonly #runs: Runs;
  readonly #underWay = new Map<Cursor, UnderWay>();

  /** Throws InputError on arguments that make no sense. */
  constructor(parts: StandingParts, kept: KeptRenderings, question: FeedQuestion) {
    this.#parts = parts;
    this.#kept = kept;
    this.#question = question;
    this.#isWanted = question.feed.filterOf(question.args, parts.nameable);
    this.#mayMiss = question.feed.mayMiss(question.args, parts.nameable);
    this.#check = question.feed.checkOf(question.args);
    this.#runs = new Runs(parts, question.principal);
  }

  /** What it costs to say it of one event. */
  get cost(): number {
    const { operation, variables } = this.#question;
    return operation.cost.of(variables);
  }

  /** Whether an event is one of those that are asked for, by what it says of itself. */
  isWanted(event: ChangeEvent): boolean {
    return this.#isWanted(event);
  }

  /** Whether what a system did not tell of may have been asked for. */
  mayMiss(missed: MissedChanges): boolean {
    return this.#mayMiss(missed);
  }

  /** What is to be said of an event that is wanted; `keep` says whether somebody may ask for the same again. */
  render(event: ChangeEvent, keep: boolean): Promise<Rendered> {
    const { now: began } = this.#parts.cache.memory.evictions;
    const underWay = this.#underWay.get(event.cursor);
    // Whoever was told of a later change must not be told what was read before it.
    if (underWay?.began === began) return underWay.rendered;
    const rendered = this.#render(event, began, keep);
    // Who asks for many waits for one after the other.
    muteAll([rendered]);
    this.#underWay.set(event.cursor, { rendered, began });
    return rendered;
  }

  /** Nobody waits for it any more. */
  abandon(): void {
    this.#runs.abandon();
  }

  async #render(event: ChangeEvent, began: number, keep: boolean): Promise<Rendered> {
    const name = `${this.#number} ${event.cursor}`;
    try {
      const rendering = this.#kept.get(name) ?? (await this.#say(event, began));
      if (keep) this.#kept.set(name, rendering);
      return rendering.told;
    } finally {
      if (this.#underWay.get(event.cursor)?.began === began) this.#underWay.delete(event.cursor);
    }
  }

  #say(event: ChangeEvent, began: number): Promise<KeptRendering> {
    const { operation, variables, isOwn } = this.#question;
    return this.#runs.run(async (context) => {
      const isForThem = !isOwn || (await belongsToCaller(event, context));
      if (!isForThem) return { told: null, began, ...madeOf(context, this.#parts) };
      if (this.#check && !(await this.#passes(this.#check, event, context)))
        return { told: null, began, ...madeOf(context, this.#parts) };
      const given = { variables, root: event, cursor: event.cursor };
      const { text, tags, freshUntil } = await runOnce(this.#parts, operation, given, context);
      return { told: text, began, tags, freshUntil };
    });
  }

  async #passes(check: FeedCheck, event: ChangeEvent, context: Context): Promise<boolean> {
    try {
      return await check(event, context);
    } catch (err) {
      // Better told once too often than not at all: whoever is told finds out the same way what is the matter.
      this.#parts.log.debug({ err, requestId: context.requestId }, 'a filter could not be applied');
      return true;
    }
  }
}

/** Whether an event is of what belongs to the caller. Where that cannot be told, it is not told. */
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
      'an event was not told, as nobody could say whose it is',
    );
    return false;
  }
}

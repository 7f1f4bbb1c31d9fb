import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Cache } from '../../datasources/cache/cache.ts';
import { Entry } from '../../datasources/cache/entry.ts';
import { sizeOf } from '../../datasources/cache/size.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Asker } from '../../datasources/scope.ts';
import type { Context } from '../../resolvers/context.ts';
import { Answer, lifeOf, type Life } from './answer.ts';
import { isForEverybody } from '../identity/needs.ts';
import type { KnownOperation } from './operations.ts';
import type { Question } from './question.ts';
import { Running } from './running.ts';
import { momentOf, type SharedAnswers } from './shared-answers.ts';

/** What is asked, by whom in general: all that an answer depends on besides data. */
export interface Asked {
  readonly operation: KnownOperation;
  readonly question: Pick<Question, 'variables' | 'variablesText'>;
  /** The name of those who may share the answer (`Needs.rightsOf`): only who is granted all of the operation asks for one. */
  readonly rights: string;
}

/** An answer as it is given: how old it is, and for how long it is fresh from its birth on, in milliseconds. */
export interface Given {
  readonly answer: Answer;
  readonly ageMs: number;
  readonly freshMs: number;
}

/** What came of an execution: an answer, or the context in which the engine is to answer. */
export type Outcome =
  { readonly is: 'given'; readonly given: Given } | { readonly is: 'aside'; readonly context: Context };

/** What all runs of operations have in common. */
export interface AnswersOptions {
  readonly cache: Cache;
  /** Whether answers are kept, and given to all who ask the same at once. */
  readonly isOn: boolean;
  /** Items of lists that an answer may hold; past that the short way steps aside, and the engine refuses. */
  readonly items: number;
  /** The answers of other replicas; null without. */
  readonly shared: SharedAnswers | null;
}

/** An answer, and whether it is for its own caller alone. */
interface Executed {
  readonly given: Given;
  readonly isPersonal: boolean;
}

/** Past this a key goes by its SHA-256: variables that no operation asked for may be as long as a body. */
const LONGEST_KEY = 400;
/** Of so many questions it is remembered that they were answered here. */
const REMEMBERED = 20_000;

/**
 * Whole answers, kept with the tags of all that they were made of: a change of any of it drops them. Only answers without errors come
 * from here; whatever is unusual is left to the engine.
 */
export class Answers {
  /** How many answers were given from memory. */
  hits = 0;
  /** How many were those of other replicas. */
  sharedHits = 0;
  readonly #options: AnswersOptions;
  readonly #home = new Map<string, Entry>();
  readonly #running = new Map<string, Running<Executed | null>>();
  /** Operations of which one had something personal in it: no use in waiting for another's answer. */
  readonly #personal = new WeakSet<KnownOperation>();
  /**
   * What was executed here. Another replica is asked for its answer only of what was not: an execution from entities in memory takes less
   * than the two round trips (docs/decisions/0015-whole-answers.md), and what fell here has most likely fallen there.
   */
  readonly #executed = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** The answer if it is here and fresh; null otherwise. */
  peek(asked: Asked): Given | null {
    const { memory, options, isInStep } = this.#options.cache;
    if (!this.#options.isOn || !isInStep()) return null;
    const key = keyOf(asked);
    const entry = this.#home.get(key) as Entry<Answer> | undefined;
    if (!entry) return null;
    const now = options.clock.now();
    if (now >= entry.softAt) {
      // So are parts of it; another replica may have had them anew.
      this.#executed.delete(key);
      return null;
    }
    memory.touch(entry, now);
    this.hits += 1;
    return givenOf(entry.value, entry, now);
  }

  /**
   * The answer of another replica, or of an execution: one under way for somebody who asks the same, or a new one. Never rejects: where
   * it stepped aside, or the caller's time is over, the engine is to answer.
   */
  async have(asked: Asked, asker: Asker, contextFor: (asker: Asker) => Context): Promise<Outcome> {
    if (!this.#options.isOn) return this.#alone(asked, contextFor(asker), null);
    const key = keyOf(asked);
    if (this.#personal.has(asked.operation)) return this.#alone(asked, contextFor(asker), key);
    const { memory, isInStep } = this.#options.cache;
    const running = this.#running.get(key);
    try {
      // What has begun before a change may not know of it.
      if (running?.began === memory.evictions.now && !running.isAbandoned && isInStep())
        return await this.#join(running, asked, asker, contextFor);
      return await this.#lead(key, asked, asker, contextFor);
    } catch {
      return { is: 'aside', context: contextFor(asker) };
    }
  }

  async #alone(asked: Asked, context: Context, key: string | null): Promise<Outcome> {
    const executed = await this.#execute(asked, context, key);
    return executed ? { is: 'given', given: executed.given } : { is: 'aside', context };
  }

  async #join(
    running: Running<Executed | null>,
    asked: Asked,
    asker: Asker,
    contextFor: (asker: Asker) => Context,
  ): Promise<Outcome> {
    const executed = await running.wait(asker);
    if (executed && !executed.isPersonal) return { is: 'given', given: executed.given };
    const context = contextFor(asker);
    return executed ? this.#alone(asked, context, null) : { is: 'aside', context };
  }

  async #lead(
    key: string,
    asked: Asked,
    asker: Asker,
    contextFor: (asker: Asker) => Context,
  ): Promise<Outcome> {
    const { now: began } = this.#options.cache.memory.evictions;
    const running = new Running(began, asker, contextFor, async (context) => {
      try {
        return (await this.#fromOthers(key, began)) ?? (await this.#execute(asked, context, key));
      } finally {
        if (this.#running.get(key) === running) this.#running.delete(key);
      }
    });
    this.#running.set(key, running);
    const executed = await running.lead(asker);
    return executed ? { is: 'given', given: executed.given } : { is: 'aside', context: running.context };
  }

  /** An answer of another replica, which is kept here from then on; null where there is none, or it is not worth asking. */
  async #fromOthers(key: string, began: number): Promise<Executed | null> {
    const { shared, cache } = this.#options;
    if (!shared || this.#executed.has(key) || !cache.isInStep()) return null;
    const found = await shared.read(key);
    if (!found) return null;
    this.sharedHits += 1;
    const now = cache.options.clock.now();
    const bornAt = now - found.ageMs;
    const softAt = bornAt + found.freshMs;
    const answer = new Answer(found.data, found.policy);
    const life = { bornAt, softAt, hardAt: softAt };
    this.#keep(key, answer, { tags: found.tags, life, began });
    return { given: givenOf(answer, life, now), isPersonal: false };
  }

  /** Runs the plan; what comes is kept under `key`, unless that is null. */
  async #execute(asked: Asked, context: Context, key: string | null): Promise<Executed | null> {
    const { operation, question } = asked;
    const { cache, items } = this.#options;
    const { clock, isOn } = cache.options;
    const { now: began } = cache.memory.evictions;
    const isKnown = key !== null && this.#executed.has(key);
    if (key !== null && cache.options.memoryBytes > 0) this.#executed.set(key, true);
    const running = operation.compiled.run(context, question.variables, {
      items,
      keepTemplates: isOn && cache.options.memoryBytes > 0,
    });
    const executed = await running;
    if (!executed) return null;
    const { entries, isPersonal, standIns } = context.reads;
    // What is made of stale parts says so, which is for the engine to do, and is good for this moment alone.
    if (standIns.size > 0) return null;
    if (isPersonal) this.#personal.add(operation);
    const answer = new Answer(
      executed.data,
      isPersonal || !isForEverybody(asked.rights)
        ? { ...executed.policy, scope: 'PRIVATE' }
        : executed.policy,
    );
    const now = clock.now();
    if (!isOn || isPersonal) return { given: { answer, ageMs: 0, freshMs: 0 }, isPersonal };
    const life = lifeOf(entries, now);
    const given = givenOf(answer, life, now);
    // An answer that depends on nothing never changes.
    if (key === null || answer.policy.maxAge === 0 || life.softAt <= now || entries.length === 0)
      return { given, isPersonal };
    const tags = [...new Set(entries.flatMap((entry) => entry.tags))];
    this.#keep(key, answer, { tags, life, began });
    // What was at hand here and is executed again was shared before, or is not worth it.
    const isNews = !isKnown || running instanceof Promise;
    const { policy } = answer;
    if (isNews)
      void this.#options.shared?.store(key, { ...executed, ...given, policy, tags }, momentOf(entries));
    return { given, isPersonal };
  }

  #keep(
    key: string,
    value: Answer,
    { tags, life, began }: { readonly tags: readonly Tag[]; readonly life: Life; readonly began: number },
  ): void {
    const { memory } = this.#options.cache;
    // The bytes, and an encoding or two of them.
    const size = sizeOf((value.bytes.length + key.length) * 2, tags);
    value.isKept = memory.store(
      new Entry({ value, tags, ...life, lastAt: life.hardAt, size, moment: null }),
      this.#home,
      key,
      began,
    );
  }
}

function givenOf(answer: Answer, { bornAt, softAt }: Pick<Life, 'bornAt' | 'softAt'>, now: number): Given {
  return { answer, ageMs: now - bornAt, freshMs: Math.max(softAt - bornAt, 0) };
}

function keyOf({ operation: { hash, name }, question, rights }: Asked): string {
  const key = `${rights} ${hash} ${name ?? ''} ${question.variablesText}`;
  return key.length <= LONGEST_KEY ? key : createHash('sha256').update(key).digest('base64url');
}

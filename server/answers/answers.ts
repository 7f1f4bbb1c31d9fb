import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Cache } from '../../datasources/cache/cache.ts';
import { Entry } from '../../datasources/cache/entry.ts';
import { sizeOf } from '../../datasources/cache/size.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Requester } from '../../datasources/scope.ts';
import type { Context } from '../../resolvers/context.ts';
import { Answer, lifeOf, type Life } from './answer.ts';
import { isForEverybody } from '../identity/needs.ts';
import type { AnswerLimits } from '../limits/limits.ts';
import type { KnownOperation } from './operations.ts';
import type { OperationRequest } from './operation-request.ts';
import { SharedExecution } from './shared-execution.ts';
import { momentOf, type SharedAnswers } from './shared-answers.ts';

/** A request and the rights of its caller: everything that an answer depends on besides data. */
export interface AnswerRequest {
  readonly operation: KnownOperation;
  readonly asked: Pick<OperationRequest, 'variables' | 'variablesText'>;
  /**
   * The name of the group of callers that may share the answer (`Needs.rightsOf`); only callers with access to all of the operation get
   * here.
   */
  readonly rights: string;
}

/** An answer as it is sent, with its age, and how long it is fresh from its creation, in milliseconds. */
export interface ServedAnswer {
  readonly answer: Answer;
  readonly ageMs: number;
  readonly freshMs: number;
}

/** The outcome of an execution: an answer, or the context in which the engine is to answer. */
export type AnswerOutcome =
  | { readonly is: 'answered'; readonly served: ServedAnswer }
  | { readonly is: 'fallback'; readonly context: Context };

/** Dependencies of {@link Answers}. */
export interface AnswersParts {
  readonly cache: Cache;
  /** Whether answers are cached and shared between concurrent identical requests. */
  readonly isOn: boolean;
  /** The most list items in an answer; past that the fast path falls back, and the engine refuses. */
  readonly limits: AnswerLimits;
  /** The answers of other replicas; null if there are none. */
  readonly shared: SharedAnswers | null;
}

/** An answer, and whether it is for its own caller only. */
interface Executed {
  readonly served: ServedAnswer;
  readonly isPersonal: boolean;
}

/** Longer keys are replaced by their SHA-256: variables that no operation declares may be as long as a request body. */
const MAX_KEY_LENGTH = 400;
/** For this many requests we remember that they were executed here. */
const MAX_EXECUTED_KEYS = 20_000;

/**
 * Caches whole answers under the tags of everything they were made of, so that a change to any of it drops them. It only returns answers
 * without errors; anything unusual is left to the engine.
 */
export class Answers {
  /** The number of answers served from memory. */
  hits = 0;
  /** The number of answers served from other replicas. */
  sharedHits = 0;
  readonly #parts: AnswersParts;
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<string, SharedExecution<Executed | null>>();
  /** Operations whose answer once contained something personal: there is no point in waiting for another caller's answer. */
  readonly #personalOperations = new WeakSet<KnownOperation>();
  /**
   * Requests that were executed here. Another replica's answer is only looked up for others: an execution from entities in memory
   * takes less than the two round trips (docs/decisions/0015-whole-answers.md), and what was evicted here has most likely been evicted
   * there.
   */
  readonly #executedKeys = new LRUCache<string, true>({ max: MAX_EXECUTED_KEYS });

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  /** The answer if it is in memory and fresh; null otherwise. */
  peek(request: AnswerRequest): ServedAnswer | null {
    const { memory, options, mayServeCached } = this.#parts.cache;
    if (!this.#parts.isOn || !mayServeCached()) return null;
    const key = keyOf(request);
    const entry = this.#entries.get(key) as Entry<Answer> | undefined;
    if (!entry) return null;
    const now = options.clock.now();
    if (now >= entry.softAt) {
      // Then parts of it are stale as well; another replica may have refreshed them.
      this.#executedKeys.delete(key);
      return null;
    }
    memory.touch(entry, now);
    this.hits += 1;
    return servedAnswerOf(entry.value, entry, now);
  }

  /**
   * Gets the answer from another replica or from an execution, which may be one already running for the same request. Never rejects: if
   * the execution fell back, or the caller's time is up, the engine is to answer.
   */
  async get(
    request: AnswerRequest,
    requester: Requester,
    contextFor: (requester: Requester) => Context,
  ): Promise<AnswerOutcome> {
    if (!this.#parts.isOn) return this.#runAlone(request, contextFor(requester), null);
    const key = keyOf(request);
    if (this.#personalOperations.has(request.operation))
      return this.#runAlone(request, contextFor(requester), key);
    try {
      // Without a pause in between: whoever comes next must find what is started here.
      const running = this.#joinable(key);
      return running
        ? await this.#join(running, request, requester, contextFor)
        : await this.#startExecution(key, request, requester, contextFor);
    } catch {
      return { is: 'fallback', context: contextFor(requester) };
    }
  }

  /**
   * Runs the operation for a caller who is granted only what is the caller's own. Nobody else may get such an answer, and it is not cached.
   * Never rejects.
   */
  async getOwn(
    { operation, asked }: Pick<AnswerRequest, 'operation' | 'asked'>,
    context: Context,
  ): Promise<AnswerOutcome> {
    const options = { limits: this.#parts.limits, isGuarded: true };
    const executed = await operation.compiled.run(context, asked.variables, options);
    if (!executed || context.reads.standIns.size > 0) return { is: 'fallback', context };
    const answer = new Answer(executed.data, { ...executed.policy, scope: 'PRIVATE' });
    return { is: 'answered', served: { answer, ageMs: 0, freshMs: 0 } };
  }

  async #runAlone(request: AnswerRequest, context: Context, key: string | null): Promise<AnswerOutcome> {
    const executed = await this.#execute(request, context, key);
    return executed ? { is: 'answered', served: executed.served } : { is: 'fallback', context };
  }

  /**
   * The execution in progress of the same request; null if there is none, or it does not reflect a change that the caller may know of: what
   * it read, or was reading, has been evicted since it began.
   */
  #joinable(key: string): SharedExecution<Executed | null> | null {
    const { memory, mayServeCached } = this.#parts.cache;
    const running = this.#running.get(key);
    if (!running || running.isAbandoned || !mayServeCached()) return null;
    const { began, context } = running;
    // Tags are known before a value is read, and what has not been read yet will reflect everything evicted by now.
    return began === memory.evictions.now || context.reads.isCurrent(memory.evictions, began)
      ? running
      : null;
  }

  async #join(
    running: SharedExecution<Executed | null>,
    request: AnswerRequest,
    requester: Requester,
    contextFor: (requester: Requester) => Context,
  ): Promise<AnswerOutcome> {
    const executed = await running.wait(requester);
    if (executed && !executed.isPersonal) return { is: 'answered', served: executed.served };
    const context = contextFor(requester);
    return executed ? this.#runAlone(request, context, null) : { is: 'fallback', context };
  }

  async #startExecution(
    key: string,
    request: AnswerRequest,
    requester: Requester,
    contextFor: (requester: Requester) => Context,
  ): Promise<AnswerOutcome> {
    const { now: began } = this.#parts.cache.memory.evictions;
    const running = new SharedExecution(began, requester, contextFor, async (context) => {
      try {
        return (await this.#fromOthers(key, began)) ?? (await this.#execute(request, context, key));
      } finally {
        if (this.#running.get(key) === running) this.#running.delete(key);
      }
    });
    this.#running.set(key, running);
    const executed = await running.waitAsFirst(requester);
    return executed
      ? { is: 'answered', served: executed.served }
      : { is: 'fallback', context: running.context };
  }

  /** The answer of another replica, which is then cached here; null if there is none, or it is not worth looking up. */
  async #fromOthers(key: string, began: number): Promise<Executed | null> {
    const { shared, cache } = this.#parts;
    if (!shared || this.#executedKeys.has(key) || !cache.mayServeCached()) return null;
    const found = await shared.read(key);
    // Others may have joined since it was requested, who know of what has been evicted in the meantime.
    if (!found || !cache.memory.evictions.isCurrent(found.tags, began)) return null;
    this.sharedHits += 1;
    const now = cache.options.clock.now();
    const bornAt = now - found.ageMs;
    const softAt = bornAt + found.freshMs;
    const answer = new Answer(found.data, found.policy);
    const life = { bornAt, softAt, hardAt: softAt };
    this.#keep(key, answer, { tags: found.tags, life, began });
    return { served: servedAnswerOf(answer, life, now), isPersonal: false };
  }

  /** Runs the plan and caches the result under `key`, unless that is null. */
  async #execute(request: AnswerRequest, context: Context, key: string | null): Promise<Executed | null> {
    const { operation, asked } = request;
    const { cache, limits } = this.#parts;
    const { clock, isOn } = cache.options;
    const { now: began } = cache.memory.evictions;
    const isKnown = key !== null && this.#executedKeys.has(key);
    if (key !== null && cache.options.memoryBytes > 0) this.#executedKeys.set(key, true);
    const running = operation.compiled.run(context, asked.variables, {
      limits,
      keepTemplates: cache.keepsValues,
    });
    const executed = await running;
    if (!executed) return null;
    const { entries, isPersonal, standIns } = context.reads;
    // An answer made of stale parts must say so, which only the engine does, and must not be reused.
    if (standIns.size > 0) return null;
    if (isPersonal) this.#personalOperations.add(operation);
    const answer = new Answer(
      executed.data,
      isPersonal || !isForEverybody(request.rights)
        ? { ...executed.policy, scope: 'PRIVATE' }
        : executed.policy,
    );
    const now = clock.now();
    if (!isOn || isPersonal) return { served: { answer, ageMs: 0, freshMs: 0 }, isPersonal };
    const life = lifeOf(entries, now);
    const served = servedAnswerOf(answer, life, now);
    // An answer that depends on nothing never changes.
    if (key === null || answer.policy.maxAge === 0 || life.softAt <= now || entries.length === 0)
      return { served, isPersonal };
    const tags = [...new Set(entries.flatMap((entry) => entry.tags))];
    this.#keep(key, answer, { tags, life, began });
    // An answer executed again from values at hand has been shared before, or is not worth sharing.
    const isNews = !isKnown || running instanceof Promise;
    const { policy } = answer;
    if (isNews)
      void this.#parts.shared?.store(key, { ...executed, ...served, policy, tags }, momentOf(entries));
    return { served, isPersonal };
  }

  #keep(
    key: string,
    value: Answer,
    { tags, life, began }: { readonly tags: readonly Tag[]; readonly life: Life; readonly began: number },
  ): void {
    const { memory } = this.#parts.cache;
    // The bytes, plus an encoding or two of them.
    const size = sizeOf((value.bytes.length + key.length) * 2, tags);
    const entry = new Entry({ value, tags, ...life, lastAt: life.hardAt, size, moment: null });
    if (memory.store(entry, this.#entries, key, began)) value.keep();
  }
}

function servedAnswerOf(
  answer: Answer,
  { bornAt, softAt }: Pick<Life, 'bornAt' | 'softAt'>,
  now: number,
): ServedAnswer {
  return { answer, ageMs: now - bornAt, freshMs: Math.max(softAt - bornAt, 0) };
}

function keyOf({ operation, asked, rights }: AnswerRequest): string {
  const key = `${rights} ${operation.hash} ${operation.name ?? ''} ${asked.variablesText}`;
  return key.length <= MAX_KEY_LENGTH ? key : hash('sha256', key, 'base64url');
}

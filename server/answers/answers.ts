import type { Cache } from '../../datasources/cache/cache.ts';
import { Entry } from '../../datasources/cache/entry.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import type { Context } from '../../resolvers/context.ts';
import { Answer, lifeOf } from './answer.ts';
import type { KnownOperation } from './operations.ts';
import type { Question } from './question.ts';

/** What callers may see. Until they have identities, all have the same rights. */
export type Rights = 'open';

/** What is asked, by whom in general: all that an answer depends on besides data. */
export interface Asked {
  readonly operation: KnownOperation;
  readonly question: Pick<Question, 'variables' | 'variablesText'>;
  readonly rights: Rights;
}

/** An answer as it is given: how old it is, and for how long it is fresh from its birth on, in milliseconds. */
export interface Given {
  readonly answer: Answer;
  readonly ageMs: number;
  readonly freshMs: number;
}

/** What all runs of operations have in common. */
export interface AnswersOptions {
  readonly cache: Cache;
  /** Whether answers are kept, and given to all who ask the same at once. */
  readonly isOn: boolean;
  /** Items of lists that an answer may hold; past that the short way steps aside, and the engine refuses. */
  readonly items: number;
}

/** An execution that others wait for, and when it began in the order of evictions. */
interface Running {
  readonly began: number;
  readonly given: Promise<Given | null>;
}

/**
 * Whole answers, kept with the tags of all that they were made of: a change of any of it drops them. Only answers without errors come
 * from here; whatever is unusual gives null, and the engine answers.
 */
export class Answers {
  /** How many answers were given from memory. */
  hits = 0;
  readonly #options: AnswersOptions;
  readonly #home = new Map<string, Entry>();
  readonly #running = new Map<string, Running>();

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** The answer if it is here and fresh; null otherwise. */
  peek(asked: Asked): Given | null {
    if (!this.#options.isOn) return null;
    const { memory, options } = this.#options.cache;
    const entry = this.#home.get(keyOf(asked)) as Entry<Answer> | undefined;
    if (!entry) return null;
    const now = options.clock.now();
    if (now >= entry.softAt) return null;
    memory.touch(entry, now);
    this.hits += 1;
    return { answer: entry.value, ageMs: now - entry.bornAt, freshMs: entry.softAt - entry.bornAt };
  }

  /**
   * The answer of an execution in this context, or of one under way for somebody who asks the same; null where it stepped aside, so
   * that the engine is to answer, in the same context. Rejects with the reason of the context's signal only.
   */
  async have(asked: Asked, context: Context): Promise<Given | null> {
    if (!this.#options.isOn) return this.#execute(asked, context, null);
    const key = keyOf(asked);
    const { now: began } = this.#options.cache.memory.evictions;
    const running = this.#running.get(key);
    // What has begun before a change may not know of it.
    if (running?.began === began) return unlessAborted(running.given, context.signal);
    const given = this.#execute(asked, context, key);
    this.#running.set(key, { began, given });
    try {
      return await given;
    } finally {
      if (this.#running.get(key)?.given === given) this.#running.delete(key);
    }
  }

  async #execute(
    { operation, question }: Asked,
    context: Context,
    key: string | null,
  ): Promise<Given | null> {
    const { cache, items } = this.#options;
    const { clock, isOn } = cache.options;
    const { now: began } = cache.memory.evictions;
    const executed = await operation.compiled.run(context, question.variables, {
      items,
      keepTemplates: isOn,
    });
    if (!executed) return null;
    const answer = new Answer(executed.data, executed.policy);
    const { entries, isPersonal } = context.reads;
    // Nothing is kept of it, here or, as far as is known, anywhere.
    if (!isOn || isPersonal) return { answer, ageMs: 0, freshMs: 0 };
    const now = clock.now();
    const life = lifeOf(entries, now);
    // An answer that depends on nothing never changes.
    if (key !== null && answer.policy.maxAge !== 0 && life.softAt > now && entries.length > 0) {
      const tags = [...new Set(entries.flatMap((entry) => entry.tags))];
      const size = answer.bytes.length * 2 + tags.length * TAG_BYTES + 1_000;
      cache.memory.store(new Entry({ value: answer, tags, ...life, size }), this.#home, key, began);
    }
    return { answer, ageMs: now - life.bornAt, freshMs: Math.max(life.softAt - life.bornAt, 0) };
  }
}

/** What a tag of an entry takes: its place in the index. */
const TAG_BYTES = 150;

function keyOf({ operation: { hash, name }, question, rights }: Asked): string {
  return `${rights} ${hash} ${name ?? ''} ${question.variablesText}`;
}

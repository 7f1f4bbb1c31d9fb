import { createHash } from 'node:crypto';
import { print, type GraphQLSchema } from 'graphql';
import type { Entry } from '../../datasources/cache/entry.ts';
import { tierReads, type TierRead } from '../../datasources/observed.ts';
import type { Asked, Moment, SharedTier, Storing, Tag } from '../../datasources/cache/tier.ts';
import type { CachePolicy, Scope } from '../execution/policy.ts';

/** How old an answer is, and up to which age it is fresh, in milliseconds. */
export interface Ages {
  readonly ageMs: number;
  readonly freshMs: number;
}

/** An answer as replicas hand it on. */
export interface SharedAnswer extends Ages {
  /** JSON text of its data. */
  readonly data: string;
  readonly policy: CachePolicy;
  readonly tags: readonly Tag[];
}

/**
 * Whole answers in the tier that replicas share. A tier judges what it has by tags that are known before it is read, and those of an
 * answer are known only after its execution: so they are an entry of their own, the index, which is read first. As others may put a new
 * pair in place between the two reads, an answer names the index that it belongs to.
 */
export class SharedAnswers {
  readonly #tier: SharedTier;
  /**
   * Replicas of different versions may share a tier, and installations over other systems: what one answers, another might not, or not to
   * everybody.
   */
  readonly #origin: string;

  /** `systems` names the systems and where they are. */
  constructor(tier: SharedTier, schema: GraphQLSchema, systems: readonly string[]) {
    this.#tier = tier;
    this.#origin = digestOf([...definitionsIn(schema), ...systems.toSorted()].join('\n'));
  }

  /** The answer of a key, if there is one that is fresh: two round trips. Never rejects. */
  read(key: string): Promise<SharedAnswer | null> {
    const read: TierRead = { system: null, name: 'answer', keys: 1, found: null };
    return tierReads.tracePromise(async () => {
      const answer = await this.#read(key);
      read.found = answer ? 1 : 0;
      return answer;
    }, read);
  }

  async #read(key: string): Promise<SharedAnswer | null> {
    const [index] = (await this.#tier.read([this.#indexOf(key)])).values;
    const tags = index ? tagsIn(index.text) : null;
    if (!index || !tags) return null;
    const [stored] = (await this.#tier.read([this.#askedFor(key, tags)])).values;
    if (!stored || stored.ageMs >= stored.softMs) return null;
    const { text, ageMs, softMs: freshMs } = stored;
    const end = text.indexOf('\n');
    const head = headIn(text.slice(0, end));
    if (head?.index !== digestOf(index.text)) return null;
    return { data: text.slice(end + 1), policy: head.policy, tags, ageMs, freshMs };
  }

  /**
   * Puts an answer there, unless anything that it was made of was evicted since it was read: `moment` is the moment of its oldest
   * part. That of the execution would not do, for memory may still hold what fell at another replica.
   */
  async store(
    key: string,
    { data, policy, tags, ageMs, freshMs }: SharedAnswer,
    moment: Moment,
  ): Promise<void> {
    if (moment === null) return;
    const index = JSON.stringify(tags);
    const text = `${JSON.stringify([digestOf(index), policy.maxAge, policy.scope])}\n${data}`;
    const life = { ageMs, softMs: freshMs, hardMs: freshMs, lastMs: freshMs };
    const storing: Storing[] = [
      { ...this.#indexOf(key), ...life, text: index },
      { ...this.#askedFor(key, tags), ...life, text },
    ];
    await this.#tier.store(storing, moment);
  }

  /** No eviction touches an index: it says what an answer depends on, and is itself no answer. */
  #indexOf(key: string): Asked {
    return { key: `answer-tags:${this.#origin}:${key}`, tags: [] };
  }

  #askedFor(key: string, tags: readonly Tag[]): Asked {
    return { key: `answer:${this.#origin}:${key}`, tags };
  }
}

/** The moment from which on all of these count; null where that of one is not known. */
export function momentOf(entries: readonly Entry[]): Moment {
  let oldest: Moment = Infinity;
  for (const { moment } of entries) {
    if (moment === null) return null;
    oldest = Math.min(oldest, moment);
  }
  return oldest === Infinity ? null : oldest;
}

/** With the directives that say who may see what, and for how long it is good, which `printSchema` leaves out. */
function definitionsIn(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .flatMap(({ astNode, extensionASTNodes }) => [astNode, ...extensionASTNodes])
    .flatMap((node) => node ?? [])
    .map(print)
    .toSorted();
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function tagsIn(text: string): readonly Tag[] | null {
  const tags = parsed(text);
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : null;
}

function headIn(text: string): { readonly index: string; readonly policy: CachePolicy } | null {
  const head = parsed(text);
  if (!Array.isArray(head)) return null;
  const [index, maxAge, scope] = head as readonly unknown[];
  if (typeof index !== 'string' || !isScope(scope)) return null;
  if (maxAge !== null && typeof maxAge !== 'number') return null;
  return { index, policy: { maxAge, scope } };
}

function isScope(value: unknown): value is Scope {
  return value === 'PUBLIC' || value === 'PRIVATE';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

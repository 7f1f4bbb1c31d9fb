import { hash } from 'node:crypto';
import { print, type GraphQLSchema } from 'graphql';
import type { Entry } from '../../datasources/cache/entry.ts';
import { tierReads, type TierRead } from '../../datasources/channels.ts';
import type { TierLookup, TierMoment, SharedTier, TierWrite, Tag } from '../../datasources/cache/tier.ts';
import type { CachePolicy, Scope } from '../execution/policy.ts';
import { parseJson } from '../../datasources/parse-json.ts';

/** How old an answer is, and up to which age it is fresh, in milliseconds. */
export interface Ages {
  readonly ageMs: number;
  readonly freshMs: number;
}

/** An answer as replicas share it. */
export interface SharedAnswer extends Ages {
  /** JSON text of its data. */
  readonly data: string;
  readonly policy: CachePolicy;
  readonly tags: readonly Tag[];
}

/**
 * Whole answers in the tier that replicas share. A tier validates an entry by tags that are known before it is read, but the tags of an
 * answer are known only after its execution. So they are stored in an entry of their own, the index, which is read first. Because another
 * replica may replace the pair between the two reads, an answer names the index that it belongs to.
 */
export class SharedAnswers {
  readonly #tier: SharedTier;
  /**
   * Replicas of different versions, and installations over other systems, may share a tier: what one answers, another might not, or not for
   * every caller.
   */
  readonly #origin: string;

  /** `systems` lists the systems with their addresses. */
  constructor(tier: SharedTier, schema: GraphQLSchema, systems: readonly string[]) {
    this.#tier = tier;
    this.#origin = digestOf([...definitionsIn(schema), ...systems.toSorted()].join('\n'));
  }

  /** The fresh answer for a key, if there is one, in two round trips. Never rejects. */
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
    const [stored] = (await this.#tier.read([this.#answerOf(key, tags)])).values;
    if (!stored || stored.ageMs >= stored.softMs) return null;
    const { text, ageMs, softMs: freshMs } = stored;
    const end = text.indexOf('\n');
    const head = headIn(text.slice(0, end));
    if (head?.index !== digestOf(index.text)) return null;
    return { data: text.slice(end + 1), policy: head.policy, tags, ageMs, freshMs };
  }

  /**
   * Stores an answer, unless anything it was made of has been evicted since it was read: `moment` is that of its oldest part. The moment of
   * the execution would not do, because memory may still hold what another replica has evicted.
   */
  async store(
    key: string,
    { data, policy, tags, ageMs, freshMs }: SharedAnswer,
    moment: TierMoment,
  ): Promise<void> {
    if (moment === null) return;
    const index = JSON.stringify(tags);
    const text = `${JSON.stringify([digestOf(index), policy.maxAge, policy.scope])}\n${data}`;
    const life = { ageMs, softMs: freshMs, hardMs: freshMs, lastMs: freshMs };
    const storing: TierWrite[] = [
      { ...this.#indexOf(key), ...life, text: index },
      { ...this.#answerOf(key, tags), ...life, text },
    ];
    await this.#tier.store(storing, moment);
  }

  /** Evictions never affect an index: it only says what an answer depends on, and is not an answer itself. */
  #indexOf(key: string): TierLookup {
    return { key: `answer-tags:${this.#origin}:${key}`, tags: [] };
  }

  #answerOf(key: string, tags: readonly Tag[]): TierLookup {
    return { key: `answer:${this.#origin}:${key}`, tags };
  }
}

/** The moment from which evictions of any of these entries count; null if the moment of one is unknown. */
export function momentOf(entries: readonly Entry[]): TierMoment {
  let oldest: TierMoment = Infinity;
  for (const { moment } of entries) {
    if (moment === null) return null;
    oldest = Math.min(oldest, moment);
  }
  return oldest === Infinity ? null : oldest;
}

/** Includes the directives for access and caching, which `printSchema` leaves out. */
function definitionsIn(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .flatMap(({ astNode, extensionASTNodes }) => [astNode, ...extensionASTNodes])
    .flatMap((node) => node ?? [])
    .map(print)
    .toSorted();
}

function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

function tagsIn(text: string): readonly Tag[] | null {
  const tags = parseJson(text);
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : null;
}

function headIn(text: string): { readonly index: string; readonly policy: CachePolicy } | null {
  const head = parseJson(text);
  if (!Array.isArray(head)) return null;
  const [index, maxAge, scope] = head as readonly unknown[];
  if (typeof index !== 'string' || !isScope(scope)) return null;
  if (maxAge !== null && typeof maxAge !== 'number') return null;
  return { index, policy: { maxAge, scope } };
}

function isScope(value: unknown): value is Scope {
  return value === 'PUBLIC' || value === 'PRIVATE';
}

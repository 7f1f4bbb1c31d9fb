import type { TierLookup, StoredValue } from '../tier.ts';
import { answersOf } from '../../redis/answers.ts';
import { valueIn } from './value.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { askVersions, versionsIn } from './versions.ts';

/** The result of one round trip. */
export interface Round {
  /** The moment at which fills of the missing values begin. */
  readonly began: number;
  /** In the order of the keys asked for. */
  readonly values: readonly (StoredValue | null)[];
  /** Whether a replica is filling each key; empty if that was not asked. */
  readonly claimed: readonly boolean[];
}

/**
 * Reads values in one round trip. Null while this replica is not in sync with Redis.
 *
 * The three commands run in order, but those of other clients may come between them. Values before versions: an eviction in between is
 * seen, and invalidates the value. In the reverse order, a value stored in between would be judged by versions from before its own fill,
 * which is harmless, but a value read after its eviction would pass, which is not. The clock comes with the versions, so it is at least as
 * new as everything that was read, and any later eviction is above it. Claims before values: a claim is removed in the same step that
 * stores its value, so a missing claim has left its value, or none.
 */
export async function readRound(
  link: Link,
  names: Names,
  asked: readonly TierLookup[],
  isFollowing = false,
): Promise<Round | null> {
  const record = link.record;
  if (!record) return null;
  const answer = await link.ask(async (redis) => {
    const pipeline = redis.pipeline();
    if (isFollowing) pipeline.mget(asked.map(({ key }) => names.claim(key)));
    if (asked.length > 0) pipeline.mget(asked.map(({ key }) => names.value(key)));
    const places = askVersions(pipeline, names, record, asked);
    const answers = await answersOf(pipeline);
    return { answers, versions: versionsIn(answers, places, record) };
  });
  if (answer?.versions === null) link.lose(record);
  // Redis did not know of an eviction that arrived in the meantime and is owed.
  if (!answer?.versions || link.record !== record) return null;
  const { answers, versions } = answer;
  link.saw(versions.clock, versions.time);
  const stored = asked.length > 0 ? (answers.at(-3) as (string | null)[]) : [];
  const claims = isFollowing ? (answers[0] as (string | null)[]) : [];
  return {
    began: versions.clock,
    values: asked.map((one, index) => valueIn(stored[index] ?? null, one, versions)),
    claimed: claims.map((claim) => claim !== null),
  };
}

import type { Asked, StoredValue } from '../tier.ts';
import { answersOf } from '../../redis/answers.ts';
import { valueIn } from './entry.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { askVersions, versionsIn } from './versions.ts';

/** What one round trip found. */
export interface Round {
  /** The moment at which fills begin that this makes necessary. */
  readonly began: number;
  /** In the order of the questions. */
  readonly values: readonly (StoredValue | null)[];
  /** Whether somebody fills it; empty where that was not asked. */
  readonly claimed: readonly boolean[];
}

/**
 * Reads values in one round trip. Null while Redis is not in step.
 *
 * The three commands run in their order, but others' may come between them. Values before versions: an eviction that comes
 * between is seen, and the value falls; the other way round, a value that was stored between them would be judged by
 * versions from before its own fill, which is harmless, but one that was read after its eviction would pass, which is not.
 * The clock comes with the versions, so that it is at least as new as all that was read, and any eviction after it is above it.
 * Claims before values: a claim goes in the same step in which its value comes, so one that is gone has left its value, or none.
 */
export async function readRound(
  link: Link,
  names: Names,
  asked: readonly Asked[],
  isFollowing = false,
): Promise<Round | null> {
  const standing = link.standing;
  if (!standing) return null;
  const answer = await link.ask(async (redis) => {
    const pipeline = redis.pipeline();
    if (isFollowing) pipeline.mget(asked.map(({ key }) => names.claim(key)));
    if (asked.length > 0) pipeline.mget(asked.map(({ key }) => names.value(key)));
    const places = askVersions(pipeline, names, standing, asked);
    const answers = await answersOf(pipeline);
    return { answers, versions: versionsIn(answers, places, standing) };
  });
  if (answer?.versions === null) link.lose(standing);
  // An eviction that came meanwhile and is owed was not known to Redis when it answered.
  if (!answer?.versions || link.standing !== standing) return null;
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

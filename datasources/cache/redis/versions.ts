import type { Redis } from 'ioredis';
import type { TierLookup, Tag } from '../tier.ts';
import { CLOCK, FLOOR, type Names } from './names.ts';
import type { RecordState } from './record.ts';

type Pipeline = ReturnType<Redis['pipeline']>;

/** A snapshot of the record, limited to some tags. */
export class Versions {
  readonly life: number;
  /** The newest version: the moment of a fill that begins now. */
  readonly clock: number;
  /** Redis's time, in microseconds. */
  readonly time: number;
  readonly #floor: number;
  readonly #tags: ReadonlyMap<Tag, number>;
  readonly #scores: readonly (string | null)[];

  constructor(tags: ReadonlyMap<Tag, number>, scores: readonly (string | null)[], time: readonly string[]) {
    this.clock = Number(scores[0]);
    this.#floor = Number(scores[1]);
    this.life = Number(scores[2]);
    this.time = Number(time[0]) * 1_000_000 + Number(time[1]);
    this.#tags = tags;
    this.#scores = scores;
  }

  /** Whether none of these tags was evicted after `began`, nor everything. */
  hold(tags: readonly Tag[], began: number): boolean {
    return began >= this.#floor && tags.every((tag) => this.#versionOf(tag) <= began);
  }

  #versionOf(tag: Tag): number {
    const at = this.#tags.get(tag);
    // Nothing is known about a tag that was not asked for.
    return at === undefined ? Infinity : Number(this.#scores[at]);
  }
}

/** Adds to a pipeline the queries whose answers `versionsIn` reads; returns the index of each tag in the answer. */
export function askVersions(
  pipeline: Pipeline,
  names: Names,
  { member }: RecordState,
  asked: readonly Pick<TierLookup, 'tags'>[],
): ReadonlyMap<Tag, number> {
  const members = [CLOCK, FLOOR, member];
  const places = new Map<Tag, number>();
  for (const { tags } of asked) {
    for (const tag of tags) {
      if (!places.has(tag)) places.set(tag, members.push(tag) - 1);
    }
  }
  pipeline.zmscore(names.record, members).time();
  return places;
}

/** Reads the last two answers of a pipeline; null if this is not the record that was joined, because it is lost or another one. */
export function versionsIn(
  answers: readonly unknown[],
  places: ReadonlyMap<Tag, number>,
  { life }: RecordState,
): Versions | null {
  const [scores, time] = answers.slice(-2) as [(string | null)[], string[]];
  const versions = new Versions(places, scores, time);
  return versions.life === life ? versions : null;
}

import { expect, test } from 'vitest';
import type { ChangeEvent } from '../../changes/event.ts';
import { singleProcess, type Replicas } from '../../changes/replicas.ts';
import { Announcer } from '../../changes/announcer.ts';
import { change } from '../support/changes/support.ts';

const MANY = 5_001;

/** {@link MANY} events, numbered from this one. */
function events(from: number): readonly ChangeEvent[] {
  return Array.from({ length: MANY }, (_, at) => ({
    ...change(String(from + at)),
    cursor: `sjHuo3pWO1Zn.${from + at}`,
    recordedAt: 0,
  }));
}

test('unblocks add() when the pending events can never be announced, so that the follower learns of it', async () => {
  const allEvicted = Promise.withResolvers<boolean>();
  const replicas: Replicas = { ...singleProcess(() => true), allEvicted: () => allEvicted.promise };
  const announced: string[] = [];
  const announcer = new Announcer(replicas, (batch) => announced.push(...batch.events.map(({ id }) => id)));
  await announcer.add({ events: events(0), tags: new Set() });
  let hasRoom = false;
  const added = announcer.add({ events: events(MANY), tags: new Set() }).then(() => (hasRoom = true));
  await new Promise(setImmediate);
  expect(hasRoom).toBe(false);
  // As when Redis comes back empty.
  allEvicted.resolve(false);
  await added;
  expect(announced).toEqual([]);
});

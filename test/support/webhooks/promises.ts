import { expect } from 'vitest';
import { messageId } from '../../../changes/webhooks/delivery.ts';
import type { ChangeEvent } from '../../../changes/event.ts';
import type { Arrival } from './receiver.ts';

/** Counts of a check of the delivery promises. */
export interface DeliveryCounts {
  readonly lost: number;
  readonly doubled: number;
  readonly arrivals: number;
}

/**
 * Checks what arrived at an endpoint against the expected events: nothing is lost, repeats have the same `webhook-id`, and per entity no
 * event arrives before the previous one was accepted. Gives the counts.
 */
export function checkPromises(
  endpoint: string,
  events: readonly ChangeEvent[],
  arrivals: readonly Arrival[],
): DeliveryCounts {
  const taken = arrivals.filter(({ status }) => status < 300);
  const cursors = new Set(taken.map(({ cursor }) => cursor));
  const lost = events.filter(({ cursor }) => !cursors.has(cursor));
  expect(lost.map(({ cursor }) => cursor)).toEqual([]);
  expect(arrivals.filter(({ id, cursor }) => id !== messageId(endpoint, cursor))).toEqual([]);
  const places = new Map(events.map(({ cursor }, index) => [cursor, index]));
  expect(arrivals.filter(({ cursor }) => !places.has(cursor))).toEqual([]);
  expect(outOfOrder(arrivals, places)).toEqual([]);
  return { lost: lost.length, doubled: taken.length - cursors.size, arrivals: arrivals.length };
}

/** Arrivals of events before an earlier one of the same entity was accepted. */
function outOfOrder(arrivals: readonly Arrival[], places: ReadonlyMap<string, number>): readonly string[] {
  const queues = new Map<string, string[]>();
  const subjects = new Map(arrivals.map(({ cursor, subject }) => [cursor, subject]));
  for (const cursor of places.keys()) {
    const subject = subjects.get(cursor) ?? '';
    queues.set(subject, [...(queues.get(subject) ?? []), cursor]);
  }
  const done = new Set<string>();
  return arrivals.flatMap(({ cursor, subject, status }) => {
    const queue = queues.get(subject) ?? [];
    const isLate = done.has(cursor);
    const isNext = queue[0] === cursor;
    if (status < 300 && isNext) {
      queue.shift();
      done.add(cursor);
    }
    return isLate || isNext ? [] : [`${subject} ${cursor}`];
  });
}

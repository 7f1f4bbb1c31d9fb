import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeLog } from '../../../../changes/log.ts';
import { InvalidCursorError } from '../../../../changes/errors/invalid-cursor.ts';
import { CursorExpiredError } from '../../../../changes/errors/cursor-expired.ts';
import { cursorsIn, idsOf, recording } from '../support.ts';
import type { OpenBench } from './bench.ts';

/** Tests of cursors, which are text that clients send. */
export function cursorTests(open: OpenBench): void {
  test('rejects any text that is not a cursor', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    const [given = ''] = cursorsIn(await bench.one.append(recording(['1'])));
    const [life = '', place = ''] = given.split('.');
    const nearly = [
      '', '.', life, `${life}.`, `.${place}`, `${life}.x`, `${given} `, `${given}\n`, `${given}.1`, `${life}.-1`,
      `${life}.1e3`, `${life}.${'9'.repeat(17)}`, `${life}x.${place}`, given.repeat(400), '\0', '*', '$', '-', '+', '0-0',
    ]; // prettier-ignore
    for (const text of nearly) {
      for (const ask of [() => bench.one.read(text, 1), () => follow(bench.one, text)]) {
        const error = await ask().catch((reason: unknown) => reason);
        expect(error, JSON.stringify(text)).toBeInstanceOf(InvalidCursorError);
        expect(String(error).length).toBeLessThan(250);
      }
    }
    expect(idsOf(await bench.one.read(start, 1))).toEqual(['1']);
  });

  test('rejects any position that it has not given out', async () => {
    await using bench = await open();
    const [given = ''] = cursorsIn(await bench.one.append(recording(['1'])));
    const [life] = given.split('.');
    const number = fc.oneof(
      fc.nat(3),
      fc.maxSafeNat(),
      fc.constant('0'.repeat(16)),
      fc.constant('9'.repeat(16)),
    );
    const place = fc.oneof(
      fc.tuple(number, number).map(([a, b]) => `${a}-${b}`),
      number.map(String),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      place.map((at) => `${life}.${at}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (cursor) => {
        const error: unknown = await bench.one.read(cursor, 1).catch((reason: unknown) => reason);
        expect([CursorExpiredError, InvalidCursorError].some((kind) => error instanceof kind)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
}

async function follow(log: ChangeLog, after: string): Promise<void> {
  const follower = { events: async () => undefined, lost: async () => undefined };
  await log.follow(after, follower, AbortSignal.timeout(1_000));
}

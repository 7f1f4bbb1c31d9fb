import { expect, test } from 'vitest';
import { change, cursorsIn, idsOf, recording, step } from '../support.ts';
import type { OpenBench } from './bench.ts';

/** Tests of what is recorded, and what is known already. */
export function recordingTests(open: OpenBench): void {
  test('returns what was recorded, in order, after any cursor', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    expect(await bench.one.oldest()).toBe(start);
    expect(await bench.other.read(start, 10)).toEqual([]);
    const began = Date.now();
    const whole = change('7', {
      kind: 'DELETED',
      owners: { Customer: ['42', '43'], Product: '9' },
      ownersUnknown: true,
      fields: ['status', 'lines'],
      key: 'a key',
    });
    const cursors = [
      ...cursorsIn(await bench.one.append({ changes: [whole], step: null, name: null })),
      ...cursorsIn(await bench.other.append(recording(['8', '9']))),
      ...cursorsIn(await bench.one.append(recording(['7']))),
    ];
    const events = await bench.other.read(start, 10);
    expect({ ...events[0], key: whole.key }).toEqual({
      ...whole,
      cursor: cursors[0],
      recordedAt: expect.any(Number),
    });
    expect(Math.abs((events[0]?.recordedAt ?? 0) - began)).toBeLessThan(60_000);
    expect(idsOf(events)).toEqual(['7', '8', '9', '7']);
    expect(events.map(({ cursor }) => cursor)).toEqual(cursors);
    for (const [at, cursor] of cursors.entries()) {
      expect(await bench.one.read(cursor, 10)).toEqual(events.slice(at + 1));
    }
    expect(await bench.one.newest()).toBe(cursors.at(-1));
    expect(await bench.one.oldest()).toBe(start);
    expect(idsOf(await bench.one.read(start, 3))).toEqual(['7', '8', '9']);
    expect(await bench.one.read(start, 0)).toEqual([]);
  });

  test('records nothing twice under one name, and answers that the name is known', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    const long = 'x'.repeat(10_000);
    for (const once of ['webhook 1', 'webhook 2', long]) {
      expect(await bench.one.append(recording(['1'], { name: once }))).toMatchObject({ is: 'recorded' });
      const again = { ...recording(['2'], { name: once }), step: step(null, '5') };
      expect(await bench.other.append(again)).toEqual({ is: 'known' });
    }
    expect(await bench.one.append(recording(['3'], { name: `${long}y` }))).toMatchObject({ is: 'recorded' });
    expect(await bench.one.positionOf('commerce')).toBeNull();
    expect(idsOf(await bench.one.read(start, 10))).toEqual(['1', '1', '1', '3']);
  });

  test('leaves out a change whose key is already known for its system', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    const own = change('1', { key: 'write 1' });
    await bench.one.append({ changes: [own], step: null, name: null });
    const changes = [
      own,
      change('2', { key: 'write 2' }),
      change('2', { key: 'write 2' }),
      { ...own, system: 'crm' },
    ];
    const echo = await bench.other.append({ changes, step: step(null, '4'), name: 'echo' });
    expect(echo).toEqual({ is: 'recorded', cursors: [null, expect.any(String), null, expect.any(String)] });
    expect(await bench.one.positionOf('commerce')).toBe('4');
    const found = (await bench.one.read(start, 10)).map(({ system, id }) => `${system} ${id}`);
    expect(found).toEqual(['commerce 1', 'commerce 2', 'crm 1']);
    // Names of recordings and keys of changes are kept apart.
    expect(await bench.one.append(recording(['3'], { name: 'write 1' }))).toMatchObject({ is: 'recorded' });
  });

  test('forgets names after 72 hours, and not before', async () => {
    await using bench = await open();
    const named = { changes: [change('1', { key: 'k' })], step: null, name: null };
    await bench.one.append({ ...named, name: 'a' });
    await bench.ageNames(71.9 * 3_600_000);
    expect(await bench.one.append({ ...named, name: 'a' })).toEqual({ is: 'known' });
    expect(await bench.one.append(named)).toEqual({ is: 'recorded', cursors: [null] });
    await bench.ageNames(0.2 * 3_600_000);
    expect(await bench.one.append(named)).toMatchObject({ cursors: [expect.any(String)] });
    expect(await bench.one.append({ ...named, name: 'a' })).toEqual({ is: 'recorded', cursors: [null] });
  });
}

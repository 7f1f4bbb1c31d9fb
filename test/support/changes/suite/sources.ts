import { expect, test } from 'vitest';
import { allAfter, idsOf, numbers, recording, step } from '../support.ts';
import type { OpenBench } from './bench.ts';

/** Tests of sources, and of which replica may record their steps. */
export function sourceTests(open: OpenBench): void {
  test('accepts a step of a source only from its current position', async () => {
    await using bench = await open();
    const { one, other } = bench;
    const start = await one.newest();
    expect(await one.positionOf('commerce')).toBeNull();
    const taken = [
      await one.append(recording(['a'], { step: step('0', '1') })),
      await one.append(recording(['b'], { step: step(null, '1'), name: 'first' })),
      await other.append(recording(['c'], { step: step(null, '1') })),
      await other.append(recording(['d'], { step: step('2', '3'), name: 'gap' })),
      await other.append(recording(['e', 'f'], { step: step('1', '3') })),
      await one.append(recording(['g'], { step: step(null, '', 'erp') })),
      await one.append(recording([], { step: step('', '9', 'erp') })),
      await other.append(recording(['h'], { step: step('3', '4'), name: 'gap' })),
    ];
    expect(taken.map(({ is }) => is)).toEqual([
      'elsewhere', 'recorded', 'elsewhere', 'elsewhere', 'recorded', 'recorded', 'recorded', 'recorded',
    ]); // prettier-ignore
    expect(taken[0]).toEqual({ is: 'elsewhere', position: null });
    expect(taken[3]).toEqual({ is: 'elsewhere', position: '1' });
    expect(await other.positionOf('commerce')).toBe('4');
    expect(await one.positionOf('erp')).toBe('9');
    expect(idsOf(await one.read(start, 10))).toEqual(['b', 'e', 'f', 'g', 'h']);
  });

  test('refuses a step under any lease but the latest', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    const lease = await bench.one.lease('erp', 60_000);
    const token = lease?.token ?? NaN;
    const under = (at: number, from: string | null, to: string) =>
      bench.one.append(recording([to], { step: { source: 'erp', from, to, token: at }, name: to }));
    expect(await under(token - 1, null, '1')).toEqual({ is: 'fenced' });
    expect(await under(token + 1, null, '1')).toEqual({ is: 'fenced' });
    expect(await bench.one.positionOf('erp')).toBeNull();
    expect(await under(token, null, '1')).toMatchObject({ is: 'recorded' });
    expect((await bench.one.lease('erp', 60_000))?.token).toBe(token);
    expect(await under(token, '1', '2')).toMatchObject({ is: 'recorded' });
    await bench.one.release('erp');
    expect(idsOf(await bench.one.read(start, 10))).toEqual(['1', '2']);
  });

  test('lets only one of several writers take the same step', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    const logs = [bench.one, bench.other];
    const walk = async (writer: number): Promise<number> => {
      let taken = 0;
      for (let at = 0; at < 300;) {
        const log = logs[writer % 2] ?? bench.one;
        const from = at === 0 ? null : String(at);
        const recorded = await log.append(recording([String(at)], { step: step(from, String(at + 1)) }));
        if (recorded.is === 'recorded') taken += 1;
        at = recorded.is === 'elsewhere' ? Number(recorded.position) : at + 1;
      }
      return taken;
    };
    const taken = await Promise.all([walk(0), walk(1), walk(2), walk(3)]);
    expect(taken.reduce((sum, each) => sum + each)).toBe(300);
    expect(idsOf(await allAfter(bench.one, start))).toEqual(numbers(0, 300));
  });
}

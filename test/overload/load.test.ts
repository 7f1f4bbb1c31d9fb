import { expect, test } from 'vitest';
import { Load } from '../../server/overload/load.ts';

/** A process that is behind by so many milliseconds, as its test says. */
class Process {
  now = 0;
  lateMs = 0;
  sample: () => void = () => undefined;
  readonly load = new Load(
    { maxRunning: 100, maxDelayMs: 40 },
    {
      now: () => this.now,
      every: (_ms, sample) => {
        this.sample = sample;
        return { stop: () => undefined };
      },
    },
  );

  /** Half a second, give or take. */
  pass(): void {
    for (let n = 0; n < 25; n++) this.tick(this.lateMs);
  }

  /** One sample. */
  tick(lateMs: number): void {
    this.now += 20 + lateMs;
    this.sample();
  }
}

function runs(load: Load, count: number): (() => void)[] {
  return Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    void load.during(() => promise);
    return () => resolve(undefined);
  });
}

/** All that may begin, and how many that were. */
function fill(load: Load): number {
  while (!load.refuses()) runs(load, 1);
  return load.running;
}

test('what waits is no load: while the process keeps up, as many run as the setting says', () => {
  const process = new Process();
  expect(fill(process.load)).toBe(100);
  process.pass();
  expect(process.load.limit).toBe(100);
});

test('while the process is behind, fewer and fewer may run, and never none', async () => {
  const process = new Process();
  const ends = runs(process.load, 100);
  process.lateMs = 200;
  process.pass();
  expect(process.load.limit).toBeLessThan(50);
  expect(process.load.refuses()).toBe(true);
  for (const end of ends) end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(fill(process.load)).toBe(process.load.limit);
  for (let n = 0; n < 20; n++) process.pass();
  expect(process.load.limit).toBe(4);
});

test('it goes back to normal by itself once the process keeps up', async () => {
  const process = new Process();
  const ends = runs(process.load, 100);
  process.lateMs = 200;
  process.pass();
  for (const end of ends) end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(process.load.limit).toBeLessThan(50);
  process.lateMs = 0;
  for (let n = 0; n < 10; n++) process.pass();
  expect(process.load.limit).toBe(100);
  expect(process.load.refuses()).toBe(false);
});

test('a single pause is no overload, and two late moments in a row are, before the window is over', () => {
  const process = new Process();
  runs(process.load, 100);
  process.tick(5_000);
  for (let n = 0; n < 30; n += 1) process.tick(0);
  expect(process.load.limit).toBe(100);
  process.tick(150);
  process.tick(150);
  expect(process.load.limit).toBe(75);
});

test('a single operation that takes long is no overload', () => {
  const process = new Process();
  runs(process.load, 1);
  process.lateMs = 500;
  process.pass();
  expect(process.load.limit).toBe(100);
});

test('a batch counts as all that is in it, and one of more than may run is let in alone', async () => {
  const { load } = new Process();
  const ends = runs(load, 95);
  expect([load.refuses(6), load.refuses(5)]).toEqual([true, false]);
  for (const end of ends) end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(load.refuses(200)).toBe(false);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const batch = load.during(() => promise, 200);
  expect([load.running, load.refuses()]).toEqual([200, true]);
  resolve(undefined);
  await batch;
  expect(load.running).toBe(0);
});

test('what fails is over as well', async () => {
  const { load } = new Process();
  await expect(load.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(load.running).toBe(0);
});

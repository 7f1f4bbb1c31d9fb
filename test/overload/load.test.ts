import { expect, test } from 'vitest';
import { Load } from '../../server/overload/load.ts';

/** A process whose event loop is late by `lateMs` at each sample, which its test sets. */
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

  /** Takes 25 samples: about half a second. */
  pass(): void {
    for (let n = 0; n < 25; n++) this.tick(this.lateMs);
  }

  /** Takes one sample. */
  tick(lateMs: number): void {
    this.now += 20 + lateMs;
    this.sample();
  }
}

/** Starts operations, and gives a function for each that ends it. */
function start(load: Load, count: number): (() => void)[] {
  return Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    void load.during(() => promise);
    return () => resolve(undefined);
  });
}

/** Starts operations until one would be refused, and gives how many run. */
function fill(load: Load): number {
  while (!load.refuses()) start(load, 1);
  return load.running;
}

test('while the process keeps up, as many operations run as the setting allows', () => {
  const process = new Process();
  expect(fill(process.load)).toBe(100);
  process.pass();
  expect(process.load.limit).toBe(100);
});

test('while the process is behind, fewer and fewer operations may run, but always some', async () => {
  const process = new Process();
  const ends = start(process.load, 100);
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

test('the limit returns to normal once the process keeps up', async () => {
  const process = new Process();
  const ends = start(process.load, 100);
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

test('one pause is not overload, but two late samples in a row are, even before the window ends', () => {
  const process = new Process();
  start(process.load, 100);
  process.tick(5_000);
  for (let n = 0; n < 30; n += 1) process.tick(0);
  expect(process.load.limit).toBe(100);
  process.tick(150);
  process.tick(150);
  expect(process.load.limit).toBe(75);
});

test('a single slow operation is not overload', () => {
  const process = new Process();
  start(process.load, 1);
  process.lateMs = 500;
  process.pass();
  expect(process.load.limit).toBe(100);
});

test('a batch counts as all its operations, and one over the limit may run alone', async () => {
  const { load } = new Process();
  const ends = start(load, 95);
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

test('a failed operation no longer counts as running', async () => {
  const { load } = new Process();
  await expect(load.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(load.running).toBe(0);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aimsOf } from '../bench/changes/aims.ts';
import { Frames, clientFrame, OPCODE } from '../bench/changes/frames.ts';
import { measureLoad } from '../bench/changes/load.ts';
import { measureMissed } from '../bench/changes/missed.ts';
import { measureReplicas } from '../bench/changes/replicas.ts';
import type { Outcome } from '../bench/changes/run.ts';
import { sampleOf } from '../bench/changes/sample.ts';
import { openScene } from '../bench/changes/scene.ts';
import { targets, type Target } from '../bench/changes/targets.ts';
import { percentile } from '../bench/load/run.ts';
import { sectionOf, withSection } from '../bench/report/section.ts';
import { startServer, type Started } from '../bench/targets/process.ts';

// The benchmark itself installs the peer and checks that both give the same answers; here only the product is measured, briefly.
describe('the benchmark of subscriptions', () => {
  const [target] = targets as readonly [Target];
  let upstream: Started;
  let server: Started;

  beforeAll(async () => {
    const command = { args: ['bench/upstream/main.ts'], cwd: process.cwd(), env: {} };
    upstream = await startServer(command, [], async (url) => (await fetch(`${url}/_control`)).ok);
    server = await target.start({ upstream: upstream.url, pinning: [] });
  });
  afterAll(async () => {
    await server.stop();
    await upstream.stop();
  });

  it('delivers a change reported by webhook to a subscriber, with current data from the systems', async () => {
    const data = JSON.parse(await sampleOf(target, server, upstream)) as { customerChanged: unknown };
    expect(data.customerChanged).toMatchObject({
      kind: 'UPDATED',
      customer: {
        id: 'customer:11000',
        name: expect.any(String) as string,
        orders: {
          nodes: [{ id: expect.stringMatching(/^order:/) as string, invoice: { status: 'PAID' } }, {}],
        },
      },
    });
  });

  it('counts every delivery, and measures latency, load and REST calls', async () => {
    const load = { subscribers: 20, groups: 4, rate: 20, warmUpSeconds: 0.2, seconds: 1 };
    using scene = await openScene(target, server, upstream, load);
    const before = scene.tally.deliveries;
    const found = await measureLoad(server, upstream, scene, load);
    // Each change is for one of four groups, of five subscribers.
    while (scene.tally.deliveries - before < 24 * 5) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(scene.tally.deliveries - before).toBe(24 * 5);
    expect(found.perSecond).toBeGreaterThan(0);
    expect(found.kept).toBeGreaterThan(0);
    expect(found.kept).toBeLessThan(1.5);
    expect(found.p50).toBeGreaterThan(0);
    expect(found.p99).toBeGreaterThanOrEqual(found.p50);
    expect(found.restCalls).toBeGreaterThan(0);
    expect(found.restCalls).toBeLessThanOrEqual(3);
  });

  it('measures a subscriber that resumes and catches up on what it missed', async () => {
    expect(await measureMissed(target, server, upstream, 700)).toBeGreaterThan(0);
  });

  it('measures how soon replicas evict and deliver after one of them receives a change', async () => {
    const found = await measureReplicas(target, { upstream: upstream.url, pinning: [] }, upstream, 0.5);
    for (const spread of [found?.evicted, found?.delivered]) {
      expect(spread?.p50).toBeGreaterThan(0);
      expect(spread?.p99).toBeGreaterThanOrEqual(spread?.p50 ?? Infinity);
    }
  });
});

it('compares memory with its target at 10,000 idle subscribers, and not at fewer', () => {
  const idle = { name: 'isthmus', held: 0 } as const;
  const some = { ...idle, subscribers: 1_000, resident: 30 * 1_024 };
  const many = { ...idle, subscribers: 10_000, resident: 15 * 1_024 };
  const reached = (measured: Outcome['idle']) =>
    aimsOf({ rows: [], idle: measured, alone: null }).find(({ unit }) => unit === ' KiB')?.reached;
  expect(reached([some, many])).toBe(15);
  expect(reached([some])).toBe(null);
});

it('does not take a measurement in which nothing arrived for a fast one', () => {
  expect(percentile(Float64Array.of(1, 2), 0.5)).toBe(1);
  expect(percentile(new Float64Array(), 0.5)).toBe(Infinity);
});

it('reads WebSocket frames however they are split into chunks', () => {
  const texts = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(3_000)];
  const bytes = Buffer.concat(texts.map((text) => unmasked(clientFrame(OPCODE.text, Buffer.from(text)))));
  for (const size of [1, 2, 3, 100, 4_000, bytes.length]) {
    const seen: string[] = [];
    const frames = new Frames((_, payload) => seen.push(payload.toString('utf8')));
    for (let at = 0; at < bytes.length; at += size) frames.take(bytes.subarray(at, at + size));
    expect(seen).toEqual(texts);
  }
});

it('replaces its own section of the page, and leaves the rest unchanged', () => {
  const page = '# Benchmarks\n\nfirst\n';
  const once = withSection(page, 'part', '## Part\n\none');
  expect(once.startsWith(page)).toBe(true);
  const twice = withSection(`${once}\nlast\n`, 'part', 'two');
  expect(sectionOf(twice, 'part')).toBe('two');
  expect(twice).not.toContain('one');
  expect(twice.endsWith('\nlast\n')).toBe(true);
  expect(sectionOf(page, 'part')).toBeNull();
});

/** The frame as a server would send it: without the four mask bytes, which are zero. */
function unmasked(frame: Buffer): Buffer {
  const length = (frame[1] ?? 0) & 0x7f;
  const head = Buffer.from(frame.subarray(0, length === 126 ? 4 : 2));
  head[1] = length;
  return Buffer.concat([head, frame.subarray(head.length + 4)]);
}

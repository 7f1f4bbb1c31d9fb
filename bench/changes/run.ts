import { installPeer } from '../targets/install.ts';
import { startServer, type Started } from '../targets/process.ts';
import { measureLoad, type Load, type Measurement } from './load.ts';
import { measureIdle, type Idle } from './memory.ts';
import { measureMissed } from './missed.ts';
import type { Options } from './options.ts';
import { measureReplicas, type Replicas } from './replicas.ts';
import { medianOf, type Row } from './results.ts';
import { sampleOf } from './sample.ts';
import { openScene, warmUp } from './scene.ts';
import { targets, type Name, type Start, type Target } from './targets.ts';

/** The results of a run. */
export interface Outcome {
  /** Medians, one row per server and rate. */
  readonly rows: readonly Row[];
  readonly idle: readonly (Idle & { readonly name: Name })[];
  /** Null if it was not requested. */
  readonly alone: Alone | null;
}

/** What is measured for the gateway without a peer. */
export interface Alone {
  /** At 1,000 changes per second. */
  readonly storm: Measurement;
  readonly missed: number;
  readonly missedMs: number;
  /** Null if there is no redis-server. */
  readonly replicas: Replicas | null;
}

/** What the measurements of a run share. */
interface Bench {
  readonly options: Options;
  readonly upstream: Started;
  readonly start: Start;
  readonly say: (line: string) => void;
}

const STORM_RATE = 1_000;
const STORM_SUBSCRIBERS = 100;
/** Seconds after which the effects of the sudden rise in load are over. */
const STORM_WARM_UP = 3;

/** Runs all rounds: each starts every server in turn, alone. Throws an Error if two servers do not send the same results. */
export async function runBench(
  options: Options,
  pinning: readonly string[],
  say: (line: string) => void,
): Promise<Outcome> {
  const wanted = targets.filter(({ name }) => options.names.includes(name));
  for (const { folder } of wanted) if (folder !== null) installPeer(folder, say);
  await using opened = new AsyncDisposableStack();
  const command = { args: ['bench/upstream/main.ts'], cwd: process.cwd(), env: {} };
  // A child process, so that it has its own heap; it shares the load's core.
  const upstream = await startServer(command, [], async (url) => (await fetch(`${url}/_control`)).ok);
  opened.defer(() => upstream.stop());
  const bench: Bench = { options, upstream, start: { upstream: upstream.url, pinning }, say };
  const rounds = new Map<string, { name: Name; rate: number; found: Measurement[] }>();
  for (let round = 1; round <= options.rounds; round++) {
    const samples = new Map<string, Name>();
    for (const target of wanted) {
      say(`round ${round}  ${target.title}`);
      for (const { rate, found, sample } of await runTarget(bench, target)) {
        samples.set(sample, target.name);
        const key = `${target.name} ${rate}`;
        const entry = rounds.get(key) ?? { name: target.name, rate, found: [] };
        entry.found.push(found);
        rounds.set(key, entry);
      }
    }
    if (samples.size > 1)
      throw new Error(`The servers sent different results:\n${[...samples.keys()].join('\n')}`);
  }
  const idle = await idleOf(bench, wanted);
  const ours = wanted.find(({ name }) => name === 'isthmus');
  const alone = ours && options.missed > 0 ? await measureAlone(bench, ours) : null;
  const rows = [...rounds.values()].map(({ name, rate, found }) => ({ name, rate, ...medianOf(found) }));
  return { rows, idle, alone };
}

async function runTarget({ options, upstream, start, say }: Bench, target: Target) {
  const { subscribers, groups, seconds, rates } = options;
  const server = await target.start(start);
  const results: { rate: number; found: Measurement; sample: string }[] = [];
  try {
    const sample = await sampleOf(target, server, upstream);
    using scene = await openScene(target, server, upstream, { subscribers, groups });
    await warmUp(scene, subscribers, options.warmUp);
    for (const rate of rates) {
      const load: Load = { subscribers, groups, rate, warmUpSeconds: Math.min(1, seconds), seconds };
      const found = await measureLoad(server, upstream, scene, load);
      say(`  ${rate} changes/s: ${lineOf(found)}`);
      results.push({ rate, found, sample });
    }
    return results;
  } finally {
    await server.stop();
  }
}

async function idleOf({ options, upstream, start, say }: Bench, wanted: readonly Target[]) {
  const found: (Idle & { name: Name })[] = [];
  for (const count of options.idle) {
    for (const target of wanted) {
      const idle = await measureIdle(target, start, upstream, count, options.groups);
      say(`${count} idle subscribers of ${target.title}: ${(idle.resident / 1_024).toFixed(1)} KiB each`);
      found.push({ ...idle, name: target.name });
    }
  }
  return found;
}

async function measureAlone(bench: Bench, target: Target): Promise<Alone> {
  const { options, upstream, start } = bench;
  const { missed } = options;
  const { storm, missedMs } = await measureOne(bench, target);
  const replicas = await measureReplicas(target, start, upstream, options.seconds);
  return { storm, missed, missedMs, replicas };
}

async function measureOne({ options, upstream, start, say }: Bench, target: Target) {
  const { seconds, groups, missed } = options;
  const server = await target.start(start);
  try {
    const crowd = { subscribers: STORM_SUBSCRIBERS, groups };
    const scene = await openScene(target, server, upstream, crowd);
    await warmUp(scene, crowd.subscribers, options.warmUp);
    const load = { ...crowd, rate: STORM_RATE, warmUpSeconds: STORM_WARM_UP, seconds };
    const storm = await measureLoad(server, upstream, scene, load);
    scene[Symbol.dispose]();
    say(`${STORM_RATE} changes/s, ${STORM_SUBSCRIBERS} subscribers: ${lineOf(storm)}`);
    const missedMs = await measureMissed(target, server, upstream, missed);
    say(`${missed} missed changes: ${missedMs.toFixed(0)} ms`);
    return { storm, missedMs };
  } finally {
    await server.stop();
  }
}

function lineOf({ perSecond, p50, p99, cpuMicros }: Measurement): string {
  const cpu = cpuMicros === null ? '' : `  ${cpuMicros.toFixed(1)} µs`;
  return `${perSecond.toFixed(0)} deliveries/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms${cpu}`;
}

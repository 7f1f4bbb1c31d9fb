import { setTimeout as pause } from 'node:timers/promises';
import { Dice } from '../dice.ts';
import { post } from '../exchange.ts';
import type { Answer } from '../product.ts';
import { until } from '../until.ts';
import { brokenBy } from './broken.ts';
import { Callers, change } from './callers.ts';
import { followersOf, readersOf } from './followers.ts';
import { countOf, idleHandles, type Handles } from './handles.ts';
import { Ledger } from './ledger.ts';
import type { World } from './kinds.ts';
import { orderIds } from '../orders.ts';
import { openScene, type Scene } from './scene.ts';
import { slopeOf } from './slope.ts';
import type { Tallied } from './tally.ts';
import { trouble } from './trouble.ts';
import { Watch, type Minute } from './watch.ts';

/** Options of {@link soakMixed}. */
export interface MixedOptions {
  /** The folder of the systems' databases, which are created if missing. */
  readonly folder: string;
  readonly seconds: number;
  /** Requests per second. */
  readonly perSecond: number;
  readonly faults: boolean;
  /** The same seed gives the same requests and faults, though not the same timing. */
  readonly seed: number;
  /** Called for each minute, and for the rest of one at the end. */
  readonly onMinute: (minute: Minute) => void;
}

/** The result of {@link soakMixed}. */
export interface MixedReport {
  readonly kinds: ReadonlyMap<string, Tallied>;
  /** How often each fault was injected, by link. */
  readonly troubles: ReadonlyMap<string, number>;
  /** Changes made in the CRM that each subscriber should receive. */
  readonly changes: number;
  /** Webhooks of all systems that reported something new. */
  readonly webhooks: number;
  /** Wrong answers, found by comparison with the systems and by other checks. */
  readonly wrong: readonly string[];
  /** The rise of live memory after the warm-up, in bytes per minute; null if the run was too short to tell. */
  readonly risePerMinute: number | null;
  readonly handles: { readonly before: Handles; readonly after: Handles };
  /** How the process ended, and how long after the signal. */
  readonly end: { readonly code: number | null; readonly stderr: string; readonly ms: number };
  /** Broken promises; empty if there were none. */
  readonly broken: readonly string[];
}

/** The number of customers changed in the CRM, and of others changed by callers. */
const CUSTOMERS = 12;
const SAMPLE_MS = 20_000;
const SAMPLES_A_MINUTE = 3;
/** The least number of seconds past the last full minute that are reported. */
const LEAST_OF_A_MINUTE = 5;
/** The warm-up, as a share of the time and at least in seconds: by then caches are full, and all code is compiled. */
const WARM_UP = 0.3;
const WARM_UP_SECONDS = 180;
/** With fewer samples, noise would hide the rise that is looked for. */
const LEAST_SAMPLES = 12;
/** Orders queried first if memory is judged, to fill the caches, including the one of the systems' response bodies. */
const FILL = 6_000;
const PATIENCE_SECONDS = 60;

/**
 * Puts a mixed load on the product, with or without faults, and checks that it keeps its promises. Rejects with the output of its
 * process if that ends by itself, as it does on an unhandled rejection.
 */
export async function soakMixed(options: MixedOptions): Promise<MixedReport> {
  const dice = new Dice(options.seed);
  await using scene = await openScene(options.folder);
  const [byCrm, byCallers] = await customersOf(scene);
  const wrong: string[] = [];
  const world = worldOf(scene, dice, byCallers, wrong);
  const warmUpCallers = new Callers(world, new Watch(scene));
  await warmUpCallers.once();
  if (options.seconds > WARM_UP_SECONDS) await warmUpCallers.fill(FILL);
  const before = await idleHandles(scene);

  const ledger = new Ledger(scene.systems, byCrm);
  const readers = readersOf(scene, byCrm, dice);
  await ledger.begin(readers, dice);
  const followers = followersOf(scene, byCrm[0] ?? '');
  const watch = new Watch(scene);
  const callers = new Callers(world, watch);
  const troubles = new Map<string, number>();
  const exited = exitSignalOf(scene);
  const signal = AbortSignal.any([AbortSignal.timeout(options.seconds * 1_000), exited]);
  const report = async () => options.onMinute(await watch.look(ledger, readers));
  await Promise.all([
    callers.run(options.perSecond, signal),
    change(ledger, world, signal),
    options.faults ? trouble(scene.backends, dice, troubles, signal) : undefined,
    every(SAMPLE_MS, signal, (nth) => (nth % SAMPLES_A_MINUTE === 0 ? report() : watch.sampleMemory())),
  ]).catch((error: unknown) => {
    exited.throwIfAborted();
    throw error;
  });
  exited.throwIfAborted();
  if (options.seconds % 60 >= LEAST_OF_A_MINUTE) await report();

  const undelivered = () => [
    ...readers.flatMap((reader) => ledger.faultsOf(reader)),
    ...followers.flatMap((follower) => follower.faultsOf(ledger)),
  ];
  await until(async () => {
    if (undelivered().length > 0) throw new Error('not all changes have been delivered yet');
  }, PATIENCE_SECONDS).catch(() => undefined);
  wrong.push(...undelivered());
  for (const follower of followers) follower.stop();
  await Promise.all(readers.map((reader) => reader.stop()));
  const webhooks = (await scene.metrics()).sum('isthmus_intake_total', { outcome: 'received' });
  const after = await settledHandles(scene, before);
  const warmUp = Math.max(WARM_UP_SECONDS, options.seconds * WARM_UP);
  const warm = watch.memory.filter(({ at }) => at * 60 >= warmUp);
  const found = {
    kinds: new Map([...callers.tallies].map(([name, { sum }]) => [name, sum] as const)),
    troubles,
    changes: ledger.total,
    webhooks,
    wrong,
    risePerMinute: warm.length < LEAST_SAMPLES ? null : slopeOf(warm),
    handles: { before, after },
    end: await stop(scene),
  };
  return { ...found, broken: brokenBy(found, options.faults) };
}

/** Customers to be changed in the CRM, and others to be changed by callers. */
async function customersOf({ url, clerk }: Scene): Promise<readonly [string[], string[]]> {
  const query = `{ customers(first: ${2 * CUSTOMERS}, filter: { kind: PERSON }) { nodes { id } } }`;
  const { data } = JSON.parse((await post(url, { query }, clerk)).text) as Answer;
  const ids = (data.customers.nodes as readonly { readonly id: string }[]).map(({ id }) => id);
  if (ids.length < 2 * CUSTOMERS) throw new Error(`There are ${ids.length} customers.`);
  return [ids.slice(0, CUSTOMERS), ids.slice(CUSTOMERS)];
}

function worldOf(scene: Scene, dice: Dice, customers: string[], wrong: string[]): World {
  const { url, truth, clerk } = scene;
  return {
    url,
    truth,
    clerk,
    dice,
    customers,
    nextOrder: orderIds(),
    first: new Map(),
    wrong: (what) => void wrong.push(what),
  };
}

/** A signal that aborts when the process ends by itself. */
function exitSignalOf({ process }: Scene): AbortSignal {
  const exited = new AbortController();
  void process.ended.then(({ code, stderr }) => {
    exited.abort(new Error(`The process ended by itself with ${code ?? 'a signal'}: ${stderr}`));
  });
  return exited.signal;
}

/** Runs `work` every `ms` milliseconds. */
async function every(
  ms: number,
  signal: AbortSignal,
  work: (nth: number) => Promise<unknown>,
): Promise<void> {
  const began = performance.now();
  for (let nth = 1; ; nth += 1) {
    const left = Math.max(0, began + nth * ms - performance.now());
    await pause(left, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await work(nth);
  }
}

/** The handles of the process once they are as few as before, or after several tries. */
async function settledHandles(scene: Scene, before: Handles): Promise<Handles> {
  let after = await idleHandles(scene);
  for (let tries = 1; countOf(after) > countOf(before) && tries < 5; tries += 1)
    after = await idleHandles(scene);
  return after;
}

async function stop({ process }: Scene): Promise<MixedReport['end']> {
  const began = performance.now();
  process.child.kill('SIGTERM');
  const { code, stderr } = await process.ended;
  return { code, stderr, ms: performance.now() - began };
}

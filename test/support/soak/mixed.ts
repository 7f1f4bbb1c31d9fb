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
import { openScene, type Scene } from './scene.ts';
import { slopeOf } from './slope.ts';
import type { Tallied } from './tally.ts';
import { trouble } from './trouble.ts';
import { Watch, type Minute } from './watch.ts';

/** How long it goes on, and how. */
export interface MixedOptions {
  /** Holds the databases of the systems, or is where they are made. */
  readonly folder: string;
  readonly seconds: number;
  /** Requests a second. */
  readonly perSecond: number;
  readonly faults: boolean;
  /** What is asked and what goes wrong come out the same for the same seed; when they meet does not. */
  readonly seed: number;
  /** Told each minute, and what is left of one at the end. */
  readonly onMinute: (minute: Minute) => void;
}

/** What it did and found. */
export interface MixedReport {
  readonly kinds: ReadonlyMap<string, Tallied>;
  /** What went wrong on which way, and how often. */
  readonly troubles: ReadonlyMap<string, number>;
  /** Changes that were made at the CRM, of which each subscriber was to be told. */
  readonly changes: number;
  /** Webhooks of all systems that came in and told something new. */
  readonly webhooks: number;
  /** Answers that were held against the systems, and so on, and were not so. */
  readonly wrong: readonly string[];
  /** Bytes a minute by which live memory rose once warm; null where there was too little time to tell. */
  readonly risePerMinute: number | null;
  readonly handles: { readonly before: Handles; readonly after: Handles };
  /** How the process ended, and how long after it was told to. */
  readonly end: { readonly code: number | null; readonly stderr: string; readonly ms: number };
  /** Promises that were broken; empty where all is well. */
  readonly broken: readonly string[];
}

/** The orders that come with the product: each is asked for once. */
const FIRST_ORDER = 43_659;
const ORDERS = 31_000;
/** So many customers are changed at the CRM, and as many by callers. */
const CUSTOMERS = 12;
const SAMPLE_MS = 20_000;
const SAMPLES_A_MINUTE = 3;
/** So many seconds past the last minute are worth a line. */
const LEAST_OF_A_MINUTE = 5;
/** The share of the time after which the process counts as warm, and the least that it takes: by then caches are full, and all is compiled. */
const WARM_UP = 0.3;
const WARM_UP_SECONDS = 180;
/** With fewer samples than these, their noise is more than what is looked for. */
const LEAST_SAMPLES = 12;
/** Orders that are asked for first where memory is judged: caches and bodies that are held of the systems' answers are full then. */
const FILL = 6_000;
const PATIENCE_SECONDS = 60;

/**
 * Puts a mixed load on the product, with faults or without, and looks whether it keeps what is promised. Rejects where its process
 * ends by itself, as it does at a rejection that nobody handles, with what it printed.
 */
export async function soakMixed(options: MixedOptions): Promise<MixedReport> {
  const dice = new Dice(options.seed);
  await using scene = await openScene(options.folder);
  const [told, changed] = await customersOf(scene);
  const wrong: string[] = [];
  const world = worldOf(scene, dice, changed, wrong);
  const first = new Callers(world, new Watch(scene));
  await first.once();
  if (options.seconds > WARM_UP_SECONDS) await first.fill(FILL);
  const before = await idleHandles(scene);

  const ledger = new Ledger(scene.systems, told);
  const readers = readersOf(scene, told, dice);
  await ledger.begin(readers, dice);
  const followers = followersOf(scene, told[0] ?? '');
  const watch = new Watch(scene);
  const callers = new Callers(world, watch);
  const troubles = new Map<string, number>();
  const loss = lossOf(scene);
  const signal = AbortSignal.any([AbortSignal.timeout(options.seconds * 1_000), loss]);
  const look = async () => options.onMinute(await watch.look(ledger, readers));
  await Promise.all([
    callers.run(options.perSecond, signal),
    change(ledger, world, signal),
    options.faults ? trouble(scene.ways, dice, troubles, signal) : undefined,
    every(SAMPLE_MS, signal, (nth) => (nth % SAMPLES_A_MINUTE === 0 ? look() : watch.sampleMemory())),
  ]).catch((error: unknown) => {
    loss.throwIfAborted();
    throw error;
  });
  loss.throwIfAborted();
  if (options.seconds % 60 >= LEAST_OF_A_MINUTE) await look();

  const untold = () => [
    ...readers.flatMap((reader) => ledger.faultsOf(reader)),
    ...followers.flatMap((follower) => follower.faultsOf(ledger)),
  ];
  await until(async () => {
    if (untold().length > 0) throw new Error('not all is told yet');
  }, PATIENCE_SECONDS).catch(() => undefined);
  wrong.push(...untold());
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

/** Customers who are changed at the CRM, and others who are changed by callers. */
async function customersOf({ url, clerk }: Scene): Promise<readonly [string[], string[]]> {
  const query = `{ customers(first: ${2 * CUSTOMERS}, filter: { kind: PERSON }) { nodes { id } } }`;
  const { data } = JSON.parse((await post(url, { query }, clerk)).text) as Answer;
  const ids = (data.customers.nodes as readonly { readonly id: string }[]).map(({ id }) => id);
  if (ids.length < 2 * CUSTOMERS) throw new Error(`There are ${ids.length} customers.`);
  return [ids.slice(0, CUSTOMERS), ids.slice(CUSTOMERS)];
}

function worldOf(scene: Scene, dice: Dice, customers: string[], wrong: string[]): World {
  const { url, truth, clerk } = scene;
  let asked = 0;
  return {
    url,
    truth,
    clerk,
    dice,
    customers,
    nextOrder: () => `order:${FIRST_ORDER + ((asked += 7) % ORDERS)}`,
    first: new Map(),
    wrong: (what) => void wrong.push(what),
  };
}

/** Aborted when the process ends without having been told to. */
function lossOf({ process }: Scene): AbortSignal {
  const lost = new AbortController();
  void process.ended.then(({ code, stderr }) => {
    lost.abort(new Error(`The process ended by itself with ${code ?? 'a signal'}: ${stderr}`));
  });
  return lost.signal;
}

/** Does something again and again, `ms` from one beginning to the next. */
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

/** The handles of the process once they are as few as before, or when there was time enough for that. */
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

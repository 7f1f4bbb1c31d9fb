import { walk } from './ask.ts';
import { startHandwritten } from './handwritten/server.ts';
import { measure, start, type StartedTarget } from './measure.ts';
import { footprintOf, type Footprint } from './memory.ts';
import type { Pinning } from './machine.ts';
import type { Options } from './options.ts';
import { Results } from './results.ts';
import { scenariosOf } from './scenarios.ts';
import { installPeer } from './targets/install.ts';
import { startServer, type Started } from './targets/process.ts';
import { startRedis } from './targets/redis.ts';
import { labelOf, type Addresses, type Target } from './targets/target.ts';
import { targets } from './targets/targets.ts';
import { verify } from './verify.ts';

/** The results of a run. */
export interface Outcome {
  readonly results: Results;
  /** Null if the gateway was not among the targets, or did not start. */
  readonly footprint: Footprint | null;
}

type Say = (line: string) => void;
type Cursors = readonly (string | null)[];

/** What all rounds share. */
interface Bench {
  readonly options: Options;
  readonly pinning: readonly string[];
  readonly addresses: Addresses;
  readonly upstream: Started;
  readonly referenceCursors: Cursors;
  /** The cursors before the pages of a target, by its name: they are the same in all modes and rounds. */
  readonly cursors: Map<string, Cursors>;
  readonly results: Results;
  readonly say: Say;
}

/** Runs all rounds. Each starts every target in turn, alone, and measures it; the first one also checks its answers. */
export async function runBench(options: Options, { server: pinning }: Pinning, say: Say): Promise<Outcome> {
  const wanted = targets.filter(({ name }) => options.names.includes(name));
  for (const { folder } of wanted) if (folder !== undefined) installPeer(folder, say);
  await using opened = new AsyncDisposableStack();
  const upstream = await startOwn();
  opened.defer(() => upstream.stop());
  const reference = await startHandwritten(upstream.url);
  opened.defer(() => reference.close());
  const redis = await startRedis();
  if (redis) opened.defer(() => redis.stop());
  const bench: Bench = {
    options,
    pinning,
    upstream,
    addresses: { upstream: upstream.url, reference: reference.url, redis: redis?.url ?? null },
    referenceCursors: await walk(reference.url),
    cursors: new Map(),
    results: new Results(),
    say,
  };
  for (let round = 1; round <= options.rounds; round++) {
    for (const target of wanted) await runTarget(bench, target, round);
  }
  const footprint = options.names.includes('isthmus') ? await footprintIn(bench) : null;
  return { results: bench.results, footprint };
}

/** Starts the upstream as a child process: it shares the core of the load generator, but has its own heap and event loop. */
function startOwn(): Promise<Started> {
  const command = { args: ['bench/upstream/main.ts'], cwd: process.cwd(), env: {} };
  return startServer(command, [], async (url) => (await fetch(`${url}/_control`)).ok);
}

async function runTarget(bench: Bench, target: Target, round: number): Promise<void> {
  const label = labelOf(target);
  const miss = (scenario: string, error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    bench.results.miss({ label, scenario, reason });
    bench.say(`  ${label} ${scenario}: not measured: ${reason.slice(0, 300)}`);
  };
  if (target.mode === 'L2' && bench.addresses.redis === null) {
    miss('all', 'there is no redis-server');
    return;
  }
  let server: StartedTarget;
  try {
    server = await start(target, bench.addresses, bench.pinning);
  } catch (error) {
    miss('all', error);
    return;
  }
  bench.say(`round ${round}  ${label}  (up after ${(server.startMs / 1_000).toFixed(2)} s)`);
  try {
    await runScenarios(bench, target, server, round, miss);
  } finally {
    await server.stop();
  }
}

async function runScenarios(
  bench: Bench,
  target: Target,
  server: StartedTarget,
  round: number,
  miss: (scenario: string, error: unknown) => void,
): Promise<void> {
  const { results, addresses, upstream, options, say } = bench;
  const times = { seconds: options.seconds, warmUpSeconds: options.warmUp };
  const isMissing = (scenario: string) =>
    results.gaps.some((gap) => gap.label === labelOf(target) && gap.scenario === scenario);
  for (const scenario of scenariosOf(target, options.works)) {
    if (isMissing(scenario.name)) continue;
    try {
      const cursors = scenario.work === 'Q2v' ? await cursorsOf(bench, target, server) : [null];
      const own = { url: `${server.url}/graphql`, cursors, fields: server.fields };
      const others = {
        url: addresses.reference,
        cursors: scenario.work === 'Q2v' ? bench.referenceCursors : [null],
      };
      if (round === 1) await verify(own, others, scenario.work);
      const found = await measure(server, upstream, scenario, cursors, times, target.mode !== 'cold');
      results.add(target, scenario.name, found);
      const cpu = found.cpuMicros === null ? '' : `  ${found.cpuMicros.toFixed(0)} µs`;
      const speed = `${found.perSecond.toFixed(0)}/s  p50 ${found.p50.toFixed(2)} ms`;
      say(`  ${scenario.name.padEnd(5)}  ${speed}${cpu}  ${found.restCalls.toFixed(2)} REST`);
    } catch (error) {
      miss(scenario.name, error);
    }
  }
}

async function cursorsOf(
  { cursors, referenceCursors }: Bench,
  { name }: Target,
  server: StartedTarget,
): Promise<Cursors> {
  // Plain Node serves the reference's answers as finished bytes, under the reference's cursors.
  const known = name === 'plain' ? referenceCursors : cursors.get(name);
  if (known) return known;
  const found = await walk(`${server.url}/graphql`, server.fields);
  cursors.set(name, found);
  return found;
}

async function footprintIn({
  addresses,
  pinning,
  cursors,
  options,
  results,
  say,
}: Bench): Promise<Footprint | null> {
  say(`memory after ${options.varied} varied requests …`);
  try {
    return await footprintOf(
      addresses,
      pinning,
      cursors.get('isthmus') ?? [null],
      options.varied,
      options.rounds,
    );
  } catch (error) {
    results.miss({ label: 'isthmus', scenario: 'memory', reason: String(error) });
    return null;
  }
}

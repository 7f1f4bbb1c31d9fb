/**
 * Measures the gateway under overload: `npm run bench:overload`. It finds the peak throughput, then sends requests at `--times` that rate (2
 * by default) for `--seconds` (60 by default), whether or not they are answered. It prints how many are still answered, and how quickly the
 * rest is refused. The exit code is 1 if less than 90 % of the peak was answered, refusals took longer than 50 ms (p99), a request failed,
 * or the gateway did not return to normal. Each request is a page of 50 orders with all fields of Q2, and nothing is cached.
 */
import { parseArgs } from 'node:util';
import { runLoad } from './load/run.ts';
import { requestBytes } from './load/connection.ts';
import { runOpenLoad } from './load/open-loop.ts';
import { describeMachine, pinApart } from './machine.ts';
import { start } from './measure.ts';
import { pageQuery, PAGE } from './operations.ts';
import { startServer } from './targets/process.ts';
import { isthmus } from './targets/targets.ts';

/** Throughput peaks somewhere in between: with few connections the process is idle at times, and with many it refuses some requests. */
const CONNECTIONS = [4, 8, 16, 32] as const;
const WARM_UP_SECONDS = 3;
const PEAK_SECONDS = 4;
/** Percent of the peak that must be answered. */
const MIN_SHARE = 90;
/** The p99 that refusals may take. */
const MAX_REFUSAL_MS = 50;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    times: { type: 'string', default: '2' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(
    'npm run bench:overload -- [--seconds 60] [--times 2]   sends this many times the peak load, for this long',
  );
  process.exit(0);
}
const [seconds, times] = [Number(values.seconds), Number(values.times)];

const ms = (value: number) => `${value.toFixed(0)} ms`;
const upstream = await startServer(
  { args: ['bench/upstream/main.ts'], cwd: process.cwd(), env: {} },
  [],
  async (url) => (await fetch(`${url}/_control`)).ok,
);
const addresses = { upstream: upstream.url, reference: '', redis: null };
const gateway = await start(
  isthmus('cold', 'Isthmus', { MAX_LOOP_DELAY_MS: '' }),
  addresses,
  pinApart().server,
);
try {
  const url = `${gateway.url}/graphql`;
  const operation = pageQuery(PAGE, null);
  /** Valid answers per second; refusals do not count. */
  const closed = async (connections: number, length: number) => {
    const seen = await runLoad({ url, operations: [operation], connections, seconds: length });
    const { perSecond, completed, failed, p99 } = seen;
    return { connections, good: perSecond * (1 - failed / completed), refused: failed, p99 };
  };
  const lineOf = ({ connections, good, refused, p99 }: Awaited<ReturnType<typeof closed>>) =>
    `${good.toFixed(0)}/s over ${connections} connections, p99 ${ms(p99)}, ${refused} refused`;
  console.log(describeMachine());
  await closed(CONNECTIONS[1], WARM_UP_SECONDS);
  let peak = 0;
  for (const connections of CONNECTIONS) {
    const seen = await closed(connections, PEAK_SECONDS);
    console.log(`closed loop: ${lineOf(seen)}`);
    peak = Math.max(peak, seen.good);
  }
  console.log(`peak: ${peak.toFixed(0)}/s`);
  const request = requestBytes(new URL(url), JSON.stringify(operation));
  const perSecond = peak * times;
  const seen = await runOpenLoad({ url, request, perSecond, seconds });
  const share = (100 * seen.goodPerSecond) / peak;
  console.log(`${times} times that for ${seconds} s: ${seen.sent} requests`);
  console.log(
    `  answered ${seen.goodPerSecond.toFixed(0)}/s, ${share.toFixed(0)} % of the peak, p99 ${ms(seen.goodP99)}`,
  );
  console.log(`  refused  ${seen.refused} (503, 429), p99 ${ms(seen.refusedP99)}`);
  console.log(`  failed   ${seen.failed}${seen.firstFailure === null ? '' : `: ${seen.firstFailure}`}`);
  const after = await closed(CONNECTIONS[0], 1);
  console.log(`afterwards: ${lineOf(after)}`);
  const promised = `${times} times the load for ${seconds} s: at least ${MIN_SHARE} % of the peak answered, the rest refused within ${MAX_REFUSAL_MS} ms, 0 failed`;
  const reached = `${share.toFixed(0)} %, refused p99 ${ms(seen.refusedP99)}, ${seen.failed} failed, ${after.refused} refused afterwards`;
  console.log(`figure | ${promised} | ${reached}`);
  const isKept =
    share >= MIN_SHARE && !(seen.refusedP99 > MAX_REFUSAL_MS) && seen.failed === 0 && after.refused === 0;
  if (!isKept) process.exitCode = 1;
} finally {
  await gateway.stop();
  await upstream.stop();
}

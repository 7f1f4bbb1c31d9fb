import { spawn } from 'node:child_process';
import { endianness } from 'node:os';
import { expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';
import { stuckOf } from '../../server/transports/dead-peers.ts';
import { dataDir } from '../support/gateway.ts';
import { openHost } from '../support/network.ts';

const QUERY = '{"query":"subscription { customerChanged { cursor } }"}';
/** A dead peer is noticed within 30 s; a busy machine gets more. */
const PATIENCE_MS = 60_000;

test(
  'an event stream is ended if its client vanishes without a word, and kept if the client is there',
  { timeout: 2 * PATIENCE_MS },
  async ({ skip }) => {
    using lost = openHostOrSkip('isthdead', skip);
    const env = { PORT: '0', DATA_DIR: dataDir(), LOG_LEVEL: 'silent' };
    const config = { ...readConfig(env, systemsOf(domains)), host: '0.0.0.0' };
    const log = createLog({ level: 'silent', pretty: false });
    await using opened = new AsyncDisposableStack();
    const gateway = await startGateway({ config, domains, schema: buildGraph(domains), log });
    opened.defer(() => gateway.close());
    const { port } = new URL(gateway.url);
    const open = (before: readonly string[], host: string) => {
      const url = `http://${host}:${port}/graphql`;
      const curl = [
        'curl',
        '-sN',
        url,
        '-H',
        'accept: text/event-stream',
        '-H',
        'content-type: application/json',
      ];
      const child = spawn('env', [...before, ...curl, '-d', QUERY], { stdio: 'ignore' });
      opened.defer(() => void child.kill());
    };
    open([], '127.0.0.1');
    open(lost.run, lost.here);
    await expect.poll(() => gateway.streams.size, { timeout: 10_000 }).toBe(2);

    lost.pull();
    const since = performance.now();
    await expect.poll(() => gateway.streams.size, { timeout: PATIENCE_MS, interval: 100 }).toBe(1);
    console.log(`noticed after ${((performance.now() - since) / 1_000).toFixed(1)} s`);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(gateway.streams.size).toBe(1);
  },
);

/** As the kernel prints it (proc(5)); addresses are in the machine's byte order. */
test.skipIf(endianness() === 'BE')('the table of connections shows which peers acknowledge nothing', () => {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const waits =
    '0107E70A:0FA0 0207E70A:AE80 01 00000010:00000000 01:00000127 00000005     0        0 1 2 0 20';
  const slow =
    '0107E70A:0FA0 0207E70A:AE81 01 00000010:00000000 04:00000127 00000005     0        0 1 2 0 20';
  const fresh =
    '0107E70A:0FA0 0207E70A:AE82 01 00000010:00000000 01:00000014 00000000     0        0 1 2 0 20';
  const sixth =
    'B80D0120000000000000000001000000:0FA0 B80D0120000000000000000002000000:C350 01 00000010:00000000 01:00000127 00000001     0        0 1 2 0 20';
  const mapped =
    '0000000000000000FFFF00000100007F:0FA0 0000000000000000FFFF00000200007F:C351 01 00000010:00000000 01:00000127 00000001     0        0 1 2 0 20';
  const lines = [waits, slow, fresh, sixth, mapped];
  const table = [head, ...lines.map((line, n) => `   ${n}: ${line}`)].join('\n');
  expect(stuckOf(table)).toEqual(['4000 10.231.7.2 44672', '4000 2001:db8::2 50000', '4000 127.0.0.2 50001']);
});

function openHostOrSkip(name: string, skip: (why: string) => never) {
  const host = openHost(name);
  return typeof host === 'string' ? skip(`a host of its own cannot be made: ${host}`) : host;
}

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { ProductProcess } from './support/process.ts';
import { startProduct } from './support/product.ts';
import { figure, slack, told } from './support/slack.ts';

const RUNNING = 100;

test('of the requests that run when the gateway is told to end, none fails, and no new one is taken', async () => {
  const product = await startProduct({ CRM_CONCURRENCY: '256' });
  await product.turn('crm', { latencyMs: 3_000 });
  const answers = Array.from({ length: RUNNING }, (_, n) =>
    product.query(`{ customer(id: "customer:${29_485 + n}") { id } a: customers(first: 1) { totalCount } }`),
  );
  await sleep(1_500);
  const began = performance.now();
  const closed = product[Symbol.asyncDispose]();
  await expect(fetch(`${product.url}/healthz`, { headers: { connection: 'close' } })).rejects.toThrow(
    'fetch failed',
  );
  const failed = (await Promise.all(answers)).filter(({ errors }) => errors);
  await closed;
  console.log(
    `${RUNNING} running requests answered, closed after ${(performance.now() - began).toFixed(0)} ms`,
  );
  expect(failed).toEqual([]);
});

const FREE = { PORT: '0', CRM_PORT: '0', COMMERCE_PORT: '0', ERP_PORT: '0', ACCOUNTING_PORT: '0' };
const CLIENTS = 40;
/** Each answer takes so long: what is lost sooner, the gateway had not begun. */
const LATENCY_MS = 600;
const END_MS = 10_000;
/** What a busy machine may add. */
const GRACE_MS = slack(10_000);

/** What became of the requests of a client. */
interface Seen {
  answered: number;
  /** Lost with a connection that the gateway closed before they came. */
  early: number;
  readonly failed: string[];
}

/** Asks again and again over a connection that it keeps, until no new one is taken. */
async function askOn(url: string, seen: Seen): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let isTaken = true; isTaken;) {
    const began = performance.now();
    try {
      const { status, text } = await askOver(agent, url);
      if (status === 200 && !text.includes('"errors"')) seen.answered += 1;
      else seen.failed.push(`${status} ${text}`);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      isTaken = code !== 'ECONNREFUSED';
      const took = performance.now() - began;
      if (isTaken && took < LATENCY_MS / 2) seen.early += 1;
      else if (isTaken) seen.failed.push(`${code} after ${took.toFixed(0)} ms`);
    }
  }
  agent.destroy();
}

function askOver(agent: Agent, url: string): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const headers = { 'content-type': 'application/json' };
  const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end('{"query":"{ customers(first: 1) { nodes { name } } }"}');
  return promise;
}

test(
  'a process under load that is told to end by SIGTERM answers all that it has taken, and ends with code 0 within 10 s',
  { timeout: 120_000 },
  async () => {
    const data = mkdtempSync(join(tmpdir(), 'isthmus-'));
    cpSync(inject('databases'), data, { recursive: true });
    const settings = {
      DATA_DIR: data,
      ...FREE,
      CACHE: 'off',
      CRM_CONCURRENCY: '256',
      CRM_TIMEOUT_MS: '20000',
    };
    await using product = new ProductProcess({ ...settings, MAX_LOOP_DELAY_MS: '10000' });
    const banner = await product.printed('Ctrl-C stops everything.');
    const url = /playground {2}(\S+)\//.exec(banner)?.[1] ?? '';
    const crm = /crm +(\S+)\/openapi\.json/.exec(banner)?.[1] ?? '';
    const body = JSON.stringify({ latencyMs: LATENCY_MS });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${crm}/_control`, { method: 'PATCH', headers, body })).status).toBe(200);
    const seen: Seen = { answered: 0, early: 0, failed: [] };
    const clients = Array.from({ length: CLIENTS }, async (_, n) => {
      // Not all at the same moment: some are between two requests when it ends.
      await sleep((n * LATENCY_MS) / CLIENTS);
      await askOn(url, seen);
    });
    await sleep(4 * LATENCY_MS);
    const before = seen.answered;
    const began = performance.now();
    product.child.kill('SIGTERM');
    const [end] = await Promise.all([product.ended, ...clients]);
    const took = performance.now() - began;
    console.log(
      `${before} answered before SIGTERM and ${seen.answered - before} after it, ${seen.early} lost with idle connections, ended after ${took.toFixed(0)} ms`,
    );
    figure(
      'SIGTERM under load: 0 running requests failed, ended within 10 s',
      `${seen.failed.length} failed, ended after ${told(took)}`,
    );
    expect(seen.failed).toEqual([]);
    expect(before).toBeGreaterThan(0);
    expect(seen.answered - before).toBeGreaterThanOrEqual(CLIENTS / 2);
    expect(end).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(took).toBeLessThan(END_MS + GRACE_MS);
    rmSync(data, { recursive: true, force: true });
  },
);

import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { expect, inject, test } from 'vitest';
import { WebSocket } from 'ws';
import { ProductProcess } from '../support/process.ts';
import { startProduct } from '../support/product.ts';
import { openAcknowledged } from '../support/raw-streams.ts';
import { figure, slack, formatMs } from '../support/slack.ts';
import { resultOf, TRANSPORTS, type Transport } from '../support/transports.ts';

const RUNNING = 100;

test(
  'none of the requests in flight fails when the gateway closes, and no new one is accepted',
  { timeout: 120_000 },
  async () => {
    const product = await startProduct({ CRM_CONCURRENCY: '256' });
    await product.turn('crm', { latencyMs: 8_000 });
    const answers = Array.from({ length: RUNNING }, (_, n) =>
      product.query(
        `{ customer(id: "customer:${29_485 + n}") { id } a: customers(first: 1) { totalCount } }`,
      ),
    );
    // Gives all requests time to arrive, even on a busy machine.
    await sleep(5_000);
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
  },
);

test(
  'a WebSocket answers running operations before it closes, and accepts no new one meanwhile',
  { timeout: 120_000 },
  async () => {
    const product = await startProduct();
    const socket = await openAcknowledged(product.url);
    const said: string[] = [];
    socket.on('message', (data: Buffer) => {
      const { id, type, payload } = JSON.parse(data.toString()) as Record<string, unknown>;
      said.push(`${String(id)} ${String(type)} ${JSON.stringify(payload)}`);
    });
    const ended = once(socket, 'close');
    const ask = (id: string, query: string) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
    ask('stream', 'subscription { customerChanged { cursor } }');
    await expect.poll(() => product.streams.size).toBe(1);
    await product.turn('crm', { latencyMs: 2_000 });
    ask('running', '{ customers(first: 1) { totalCount } }');
    await sleep(500);
    const closed = product[Symbol.asyncDispose]();
    await expect.poll(() => product.streams.size).toBe(0);
    ask('late', '{ __typename }');
    const [code, reason] = (await ended) as [number, Buffer];
    await closed;
    expect(said).toEqual([
      expect.stringMatching(/^late error .*"CLOSING"/),
      expect.stringMatching(/^running next .*"totalCount":\d+/),
      'running complete undefined',
    ]);
    expect(code).toBe(1001);
    expect(String(reason)).toContain('Going away; go on after ');
  },
);

const FREE = { PORT: '0', CRM_PORT: '0', COMMERCE_PORT: '0', ERP_PORT: '0', ACCOUNTING_PORT: '0' };
const CLIENTS = 40;
/** How long each answer takes. The gateway had not started a request that is lost sooner than this. */
const LATENCY_MS = 1_500;
const END_MS = 10_000;
/** How much longer a busy machine may take. */
const GRACE_MS = slack(10_000);

/** What became of the clients' requests. */
interface Seen {
  answered: number;
  /** Lost because the gateway closed the connection before they arrived. */
  early: number;
  readonly failed: string[];
}

/** Sends one request after another over a kept-alive connection, until new connections are refused. */
async function askRepeatedly(transport: Transport, url: string, seen: Seen): Promise<void> {
  const line = transport === 'websocket' ? socketLine(url) : httpLine(url, transport);
  for (let isTaken = true; isTaken;) {
    const began = performance.now();
    try {
      const text = await line.ask();
      if (text.includes('"totalCount"') && !text.includes('"errors"')) seen.answered += 1;
      else seen.failed.push(`${transport}: ${text}`);
    } catch (error) {
      const code = codeOf(error);
      isTaken = code !== 'ECONNREFUSED';
      const took = performance.now() - began;
      if (isTaken && took < LATENCY_MS / 2) seen.early += 1;
      else if (isTaken) seen.failed.push(`${transport}: ${code} after ${took.toFixed(0)} ms`);
    }
  }
  await line.close();
}

/** The code of an HTTP error, of a WebSocket's close event, or of the error that kept a WebSocket from opening. */
function codeOf(error: unknown): string | number {
  if (error instanceof Error && error.cause !== undefined) return codeOf(error.cause);
  const { code, error: inner } = error as { readonly code?: string | number; readonly error?: unknown };
  return code ?? (inner === undefined ? String(error) : codeOf(inner));
}

/** A kept-alive connection. */
interface Line {
  readonly ask: () => Promise<string>;
  readonly close: () => unknown;
}

const QUERY = '{ customers(first: 1) { totalCount } }';

function socketLine(url: string): Line {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazyCloseTimeout: 60_000,
  });
  return {
    ask: async () => JSON.stringify(await resultOf((sink) => client.subscribe({ query: QUERY }, sink))),
    close: () => client.dispose(),
  };
}

function httpLine(url: string, transport: Transport): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const accept = transport === 'sse' ? 'text/event-stream' : 'application/json';
  return { ask: () => askOver(agent, url, accept), close: () => agent.destroy() };
}

function askOver(agent: Agent, url: string, accept: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { 'content-type': 'application/json', accept };
  const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('end', () => resolve(text));
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end(JSON.stringify({ query: QUERY }));
  return promise;
}

test(
  'SIGTERM under HTTP, WebSocket and SSE load answers all accepted requests and exits 0 within 10 s',
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
      // Staggered, so that some clients are between two requests when the process ends.
      await sleep((n * LATENCY_MS) / CLIENTS);
      await askRepeatedly(TRANSPORTS[n % TRANSPORTS.length] ?? 'http', url, seen);
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
      `${seen.failed.length} failed, ended after ${formatMs(took)}`,
    );
    expect(seen.failed).toEqual([]);
    expect(before).toBeGreaterThan(0);
    expect(seen.answered - before).toBeGreaterThanOrEqual(CLIENTS / 2);
    expect(end).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(took).toBeLessThan(END_MS + GRACE_MS);
    rmSync(data, { recursive: true, force: true });
  },
);

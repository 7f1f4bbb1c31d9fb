import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { accounting } from '../datasources/accounting/system.ts';
import { accounting as books } from '../services/accounting/system.ts';
import { startSystem, type RunningSystem } from '../services/kit/system.ts';
import { connectAlone, scopeOf } from './support/source.ts';

const TOKEN = 'POST /connect/token';
const ACCOUNTS = 'GET /api/2.0/Accounts';
/** Opens a connection per request: a kept-alive one would not survive a restart of the system. */
const withoutKeepAlive = new Agent({ pipelining: 0 });

let data: string;
let system: RunningSystem;
let connection: ReturnType<typeof connectTo>;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'isthmus-accounting-'));
  cpSync(join(inject('databases'), 'accounting.sqlite'), join(data, 'accounting.sqlite'));
  system = await start(0);
  connection = connectTo(system.url, 'local-accounting-secret');
});
afterEach(async () => {
  await connection.close();
  await system.close();
  rmSync(data, { recursive: true, force: true });
});

function start(port: number): Promise<RunningSystem> {
  return startSystem(books, { data, host: '127.0.0.1', port, env: {}, onBuild: () => undefined });
}

function connectTo(baseUrl: string, secret: string) {
  const credentials = { CLIENT_ID: 'isthmus', CLIENT_SECRET: secret };
  return connectAlone(accounting, { baseUrl, credentials, timeoutMs: 10_000 });
}

/** One read in a request scope of its own, so that nothing is loaded yet. */
async function read(from = connection): Promise<number> {
  const source = from.sourceFor(scopeOf());
  return (await source.accounts.all()).length;
}

async function callsByRoute(): Promise<Record<string, number>> {
  const { body } = await request(`${system.url}/_control`, { dispatcher: withoutKeepAlive });
  return ((await body.json()) as { routes: Record<string, number> }).routes;
}

it('fetches one token for many calls, concurrent and sequential', async () => {
  await Promise.all(Array.from({ length: 12 }, () => read()));
  for (let call = 0; call < 3; call++) expect(await read()).toBe(99);
  expect(await callsByRoute()).toEqual({ [TOKEN]: 1, [ACCOUNTS]: 15 });
});

it('renews the token once when the system no longer accepts it, without failing a call', async () => {
  await read();
  // Tokens are kept in memory only, so a restart ends them all.
  const { port } = new URL(system.url);
  await system.close();
  system = await start(Number(port));
  expect(await callsByRoute()).toEqual({});
  expect(await read()).toBe(99);
  expect(await callsByRoute()).toEqual({ [TOKEN]: 1, [ACCOUNTS]: 2 });
});

it('renews the token once for all calls that are refused concurrently', async () => {
  await read();
  const { port } = new URL(system.url);
  await system.close();
  system = await start(Number(port));
  expect(await Promise.all(Array.from({ length: 8 }, () => read()))).toEqual(Array(8).fill(99));
  expect((await callsByRoute())[TOKEN]).toBe(1);
});

it('reports wrong client credentials as refused, without quoting the secret', async () => {
  const stranger = connectTo(system.url, 'guess');
  try {
    await expect(read(stranger)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAUTHORIZED',
      system: 'accounting',
    });
    const error = await read(stranger).catch((reason: unknown) => reason);
    expect(String(error)).not.toContain('guess');
  } finally {
    await stranger.close();
  }
});

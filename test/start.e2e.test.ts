import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from './support/free-port.ts';
import { ProductProcess } from './support/process.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'isthmus-start-'));
  cpSync(inject('databases'), join(data, 'good'), { recursive: true });
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const FREE = { PORT: '0', CRM_PORT: '0', COMMERCE_PORT: '0', ERP_PORT: '0', ACCOUNTING_PORT: '0' };
const start = (env: Record<string, string> = {}, args: readonly string[] = []) =>
  new ProductProcess({ DATA_DIR: join(data, 'good'), ...FREE, ...env }, args);

const startGroup = (env: Record<string, string> = {}) =>
  new ProductProcess({ DATA_DIR: join(data, 'good'), ...FREE, ...env }, [], 'server/main.js', [], true);

const groupOf = ({ child }: ProductProcess): number => -(child.pid ?? 0);

/** Whether a process group still has a process. */
function isRunning(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}

/** The addresses that the banner announces. */
function addressesIn(banner: string): { gateway: string; systems: string[] } {
  const gateway = /playground {2}(\S+)\//.exec(banner)?.[1] ?? '';
  return { gateway, systems: [...banner.matchAll(/(\S+)\/openapi\.json/g)].map(([, url = '']) => url) };
}

/** Resolves when nothing listens at this address any more. */
async function untilGone(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/healthz`, { headers: { connection: 'close' } }).catch(() => null);
    if (!answer) return;
    await answer.body?.cancel();
    await delay(20);
  }
}

async function ask(url: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return answer.json();
}

describe('the product', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'prints its addresses, answers across all systems, and on %s exits with 0 leaving nothing running',
    async (signal) => {
      await using product = start();
      const banner = await product.printed('Ctrl-C stops everything.');
      const { gateway, systems } = addressesIn(banner);
      expect(banner).toMatch(/^\nIsthmus is up after \d+\.\d s\.$/m);
      expect(banner).toContain(`${gateway}/graphql  (HTTP, WebSocket, SSE)`);
      expect(systems).toHaveLength(4);

      const [, command = ''] = /-d '(.*)'$/m.exec(banner) ?? [];
      const { query } = JSON.parse(command) as { query: string };
      expect(await ask(gateway, query)).toMatchObject({
        data: { order: { total: { currency: 'USD' }, customer: { name: expect.any(String) as string } } },
      });

      product.child.kill(signal);
      expect(await product.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
      await Promise.all([gateway, ...systems].map(untilGone));
    },
  );

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'shuts down in its own order if %s is sent to its whole process group',
    async (signal) => {
      await using product = startGroup();
      await product.printed('Ctrl-C stops everything.');
      process.kill(groupOf(product), signal);
      expect(await product.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
      expect(isRunning(groupOf(product))).toBe(false);
    },
  );

  test('leaves no system running when it is killed with SIGKILL', async () => {
    await using product = start();
    const { systems } = addressesIn(await product.printed('Ctrl-C stops everything.'));
    product.child.kill('SIGKILL');
    expect(await product.ended).toMatchObject({ signal: 'SIGKILL' });
    await Promise.all(systems.map(untilGone));
  });

  test('exits on a signal that arrives during startup, and leaves nothing running', async () => {
    const port = await freePort();
    await using product = startGroup({ DATA_DIR: join(data, 'new'), CRM_PORT: String(port) });
    await product.printed('Building the database of crm');
    product.child.kill('SIGTERM');
    expect(await product.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    await expect.poll(() => isRunning(groupOf(product))).toBe(false);
    await untilGone(`http://127.0.0.1:${port}`);
  });
});

/** Runs until exit, and expects code 1 with exactly these lines on standard error. */
async function expectRefusal(
  env: Record<string, string>,
  lines: readonly (string | RegExp)[],
  args: readonly string[] = [],
): Promise<void> {
  await using product = start(env, args);
  const { code, stdout, stderr } = await product.ended;
  const said = stderr.trimEnd().split('\n');
  expect(said).toHaveLength(lines.length);
  lines.forEach((line, index) => expect(said[index]).toMatch(line));
  expect(code).toBe(1);
  expect(stdout).not.toContain('Isthmus is up');
}

describe('the product does not start, and says why and what to do', () => {
  test.each(['PORT', 'CRM_PORT', 'ACCOUNTING_PORT', 'METRICS_PORT'])(
    'if the port of %s is taken',
    async (setting) => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const line = `Port ${port} is taken by another program. Stop it, or set ${setting} to another port.`;
      await expectRefusal({ [setting]: String(port) }, [line]);
      other.close();
    },
  );

  test('if a database file is damaged', async () => {
    const folder = join(data, 'damaged');
    cpSync(inject('databases'), folder, { recursive: true });
    writeFileSync(join(folder, 'erp.sqlite'), 'not a database at all, but long enough to be taken for one');
    await expectRefusal({ DATA_DIR: folder }, [
      /^The database \S+damaged\/erp\.sqlite cannot be read \(file is not a database\)\. Check .* delete the file .* DATA_DIR/,
    ]);
  });

  test('if the data folder is not writable', async () => {
    // A file in place of the folder, as root may write anywhere else.
    const file = join(data, 'file');
    writeFileSync(file, '');
    await expectRefusal({ DATA_DIR: join(file, 'data') }, [
      /^The database \S+file\/data\/crm\.sqlite cannot be built \(ENOTDIR.*\)\. Is the folder writable\? DATA_DIR/,
    ]);
  });

  test('if a database has another layout version', async () => {
    const folder = join(data, 'empty');
    mkdirSync(folder);
    writeFileSync(join(folder, 'crm.sqlite'), '');
    await expectRefusal({ DATA_DIR: folder }, [
      /^The database \S+crm\.sqlite has layout 0, .* Delete the file/,
    ]);
  });

  test('if settings are missing or invalid, reporting all at once', async () => {
    await expectRefusal({ CRM_URL: 'https://crm.example.com', MAX_DEPTH: 'deep' }, [
      'MAX_DEPTH must be a whole number from 3 to 100, got "deep".',
      'CRM_TOKEN is missing: set it to the bearer token that https://crm.example.com accepts.',
    ]);
  });

  test('if HOST or METRICS_HOST is not an address of this machine', async () => {
    await expectRefusal({ HOST: '192.0.2.1', AUTH: 'open' }, [
      /^This machine has no such address .* Set HOST to one it has\.$/,
    ]);
    await expectRefusal({ METRICS_PORT: '0', METRICS_HOST: '192.0.2.1' }, [
      /^This machine has no such address .* Set METRICS_HOST to one it has\.$/,
    ]);
  });

  test.each([
    ['an unknown flag', ['--port', '1'], /^Unknown option '--port'.* See npm start -- --help\.$/],
    ['a stray word', ['now'], /^Unexpected argument 'now'.* See npm start -- --help\.$/],
    ['an unknown subgraph', ['--subgraph', 'weather'], /"weather".*customer/],
    ['a flag without its value', ['--subgraph'], /argument missing.* See npm start -- --help\.$/],
  ])('if there is %s', async (_what, args, line) => {
    await expectRefusal({}, [line], args);
  });
});

test('the product exits with a message when the process of the embedded systems dies', async () => {
  await using product = start();
  const { gateway } = addressesIn(await product.printed('Ctrl-C stops everything.'));
  const children = childrenOf(product.child.pid ?? 0);
  expect(children).toHaveLength(1);
  for (const pid of children) process.kill(pid, 'SIGKILL');
  expect(await product.ended).toMatchObject({
    code: 1,
    stderr: 'The embedded systems ended with SIGKILL.\n',
  });
  await untilGone(gateway);
});

/** Uses `ps`, which every Unix has. */
function childrenOf(parent: number): number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  return rows.filter(([, ppid]) => ppid === parent).map(([pid = 0]) => pid);
}

test('--help lists the settings and starts nothing', async () => {
  await using product = start({}, ['--help']);
  const { code, stdout, stderr } = await product.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const name of ['PORT', 'CRM_URL', 'ERP_PASSWORD', 'MAX_DEPTH', 'REDIS_URL'])
    expect(stdout).toContain(`  ${name} `);
});

import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = ['server', 'resolvers', 'datasources', 'changes', 'schema', 'scripts', 'package-lock.json'];
const BUNDLE = 'dist/gateway.js';

/** A copy of the project, so that its sources can be changed. */
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'isthmus-bundle-'));
  for (const name of [...SOURCES, 'package.json'])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: copy });
  expect(stderr).toBe('');
  return stdout;
}
const build = () => run('scripts/build-gateway.ts');
const help = () => run('server/main.js', '--help');

test('the bundle runs as long as it is of the sources as they are', { timeout: 300_000 }, async () => {
  const fromSources = await help();
  expect(fromSources).toContain('PORT');
  expect(await build()).toMatch(/bundled in/);
  expect(await build()).toMatch(/up to date/);
  appendFileSync(join(copy, BUNDLE), 'console.log("from the bundle");\n');
  expect(await help()).toBe(`${fromSources}from the bundle\n`);
  appendFileSync(join(copy, 'server/config.ts'), '// Changed.\n');
  expect(await help()).toBe(fromSources);
  expect(await build()).toMatch(/bundled in/);
  expect(await help()).toBe(fromSources);
});

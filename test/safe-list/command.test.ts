import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { runScript } from '../support/command.ts';
import { startGatewayAlone } from '../support/gateway.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

let gateway: RunningGateway;
let folder: string;
beforeAll(async () => {
  gateway = await startGatewayAlone({ SAFE_LIST: 'enforce' });
  folder = mkdtempSync(join(tmpdir(), 'isthmus-operations-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await gateway.close();
});

const run = (...parts: readonly string[]) =>
  runScript('operations', [...parts, '--url', `${gateway.url}/graphql`]);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('documents and manifests are published, listed and removed', async () => {
  const one = 'query One {\n  __typename\n}\n';
  const [two, three] = ['query Two { __typename }', 'query Three { __typename }'];
  const operations = [{ id: hashOf(two), name: 'Two', type: 'query', body: two }];
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  const published = await run(
    'publish',
    file('one.graphql', one),
    file('manifest.json', JSON.stringify(manifest)),
    file('plain.json', JSON.stringify({ [hashOf(three)]: three })),
  );
  const rows = [`${hashOf(one)}  One`, `${hashOf(two)}  Two`, `${hashOf(three)}  Three`];
  expect(published).toEqual({ code: 0, stderr: '', stdout: `${rows.join('\n')}\nPublished 3.\n` });
  const list = await run('list');
  for (const [text, name] of [
    [one, 'One'],
    [two, 'Two'],
    [three, 'Three'],
  ] as const)
    // prettier-ignore
    expect(list.stdout).toMatch(new RegExp(`^${hashOf(text)} +20\\d\\d-.*Z +${name}$`, 'm'));
  const removed = await run('remove', hashOf(one), hashOf(two));
  expect(removed).toEqual({ code: 0, stderr: '', stdout: 'Removed 2 of 2.\n' });
  const short = await run('remove', hashOf(three), hashOf('nothing'), hashOf(three).slice(0, 6));
  expect(short).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Removed 1 of 3\. .*whole hashes/) });
  expect((await run('list')).stdout).toBe('No operation is published.\n');
}, 120_000);

test('a pattern is expanded at any depth, and each file is published once', async () => {
  for (const name of ['app/a.graphql', 'app/x/b.graphql', 'app/x/y/[c].graphql']) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    file(name, `query Q${name.length} { __typename }`);
  }
  const pattern = join(folder, 'app/**/*.graphql');
  const published = await run('publish', pattern, join(folder, 'app/x/y/[c].graphql'));
  expect(published).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/Published 3\.\n$/) });
  const none = await run('publish', join(folder, 'none/**/*.graphql'));
  expect(none).toMatchObject({ code: 1, stderr: `There is no file ${join(folder, 'none/**/*.graphql')}.\n` });
});

test('more documents than fit into one request are published in several requests', async () => {
  const texts = Array.from(
    { length: 400 },
    (_, index) => `query Q${index} { __typename } # ${'x'.repeat(1_000)}`,
  );
  const manifest = Object.fromEntries(texts.map((text) => [hashOf(text), text]));
  const published = await run('publish', file('many.json', JSON.stringify(manifest)));
  expect(published).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/\nPublished 400\.\n$/),
  });
});

test('documents that cannot be published are reported with their file', async () => {
  const wrong = file('wrong.graphql', '{ nothing }');
  expect(await run('publish', file('good.graphql', '{ __typename }'), wrong)).toEqual({
    code: 1,
    stdout: '',
    stderr: `${wrong}: Cannot query field "nothing" on type "Query". (line 1, column 3)\n`,
  });
  const bad = file('bad.json', JSON.stringify({ abc: '{ __typename }' }));
  expect((await run('publish', bad)).stderr).toMatch(/bad\.json, abc: its id is not the SHA-256 of its text/);
  expect((await run('publish', file('none.json', '[]'))).stderr).toMatch(/^There is no document/);
  expect((await run('publish', file('odd.json', '{"operations":[{"id":1}]}'))).stderr).toMatch(
    /is not a manifest/,
  );
  expect((await run('publish', join(folder, 'missing.graphql'))).stderr).toMatch(
    /^There is no file .*missing\.graphql\./,
  );
  expect((await run('publish')).stderr).toMatch(/^"publish" needs files\./);
}, 120_000);

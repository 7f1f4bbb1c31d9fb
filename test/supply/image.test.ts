import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import * as domains from '../../resolvers/domains.ts';
import { describeConfig, readConfig } from '../../server/config.ts';
import { systemsOf } from '../../server/graph.ts';
import { copiesOf, copy, installWithoutDev, stagesOf } from '../support/image.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const stages = stagesOf(read('Dockerfile'));
const last = stages.at(-1);
const settings = new Set(describeConfig(systemsOf(domains)).map(({ name }) => name));

describe('the image, its steps run in a folder', () => {
  let parent: string;
  let folder: string;
  /** Runs the COPY instructions of a stage in a folder of its name, and gives that. */
  const replay = (name: string) => {
    const stage = stages.find((one) => one.name === name);
    for (const { from, sources, to } of stage ? copiesOf(stage) : []) {
      const inside = from === null ? sources : sources.map((source) => source.replace('/app/', ''));
      copy(from === null ? ROOT : join(parent, from), inside, join(parent, name), to);
    }
    return join(parent, name);
  };
  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'isthmus-image-'));
    const built = replay('build');
    symlinkSync(join(ROOT, 'node_modules'), join(built, 'node_modules'));
    for (const name of ['gateway', 'console'])
      execFileSync(process.execPath, [`scripts/build-${name}.ts`], { cwd: built });
    folder = replay('product');
    expect(installWithoutDev(ROOT, folder)).toBeGreaterThan(50);
    cpSync(inject('databases'), join(folder, 'data'), { recursive: true });
  }, 300_000);
  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  const FREE = { PORT: '0', CRM_PORT: '0', COMMERCE_PORT: '0', ERP_PORT: '0', ACCOUNTING_PORT: '0' };
  /** Runs the CMD of the image with its settings and these, using the `node` that runs the tests. */
  const run = (env: Record<string, string>) => {
    const command = last?.instructions.find(({ does }) => does === 'CMD');
    const [, ...args] = JSON.parse(command?.text ?? '[]') as string[];
    return spawn(process.execPath, args, {
      cwd: folder,
      env: { ...envOf(), DATA_DIR: join(folder, 'data'), METRICS_PORT: '0', ...FREE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };

  test('has no development packages', () => {
    for (const name of ['vite', 'vitest', 'typescript', '@graphql-hive/gateway', 'react']) {
      expect([name, existsSync(join(folder, 'node_modules', name))]).toEqual([name, false]);
    }
  });

  test('has Node’s compile cache, filled by the user that runs the image', () => {
    const steps = last?.instructions ?? [];
    const fill = steps.findIndex(({ does, text: run }) => does === 'RUN' && run.includes('main.js'));
    expect(fill).toBeGreaterThan(steps.findIndex(({ does }) => does === 'USER'));
    const [command = '', ...args] = steps[fill]?.text.replace(/ >.*/, '').split(' ') ?? [];
    expect(command).toBe('node');
    execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    // `v24.11.1-x64-…-1000`: Node does not use the folder of another user.
    const kept = readdirSync(join(folder, 'node_modules/.cache/isthmus'));
    expect(kept).toEqual([expect.stringMatching(new RegExp(`-${process.getuid?.()}$`))]);
  }, 60_000);

  test('starts, answers across all systems, serves the playground, and shuts down cleanly', async () => {
    const child = run({ AUTH: 'open' });
    const errors = text(child.stderr);
    let printed = '';
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      if (printed.includes('Ctrl-C')) break;
    }
    const port = /http:\/\/\S+?:(\d+)\/graphql/.exec(printed)?.[1];
    const url = `http://127.0.0.1:${port}`;
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: '{ order(id: "order:43697") { customer { name } invoice { status } } }',
      }),
    });
    expect(await answer.json()).toEqual({
      data: { order: { customer: { name: 'Cole Watson' }, invoice: { status: 'PAID' } } },
    });
    expect((await fetch(`${url}/`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await errors).toBe('');
  }, 120_000);

  test('refuses to start on a public address without AUTH', async () => {
    const child = run({});
    const errors = text(child.stderr);
    child.stdout.resume();
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await errors).toContain('AUTH');
  }, 60_000);
});

/** The environment that the image sets. */
function envOf(): Record<string, string> {
  const pairs = (last?.instructions ?? [])
    .filter(({ does }) => does === 'ENV')
    .flatMap(({ text: all }) => [...all.matchAll(/(\w+)=(\S+)/g)])
    .map(([, name = '', value = '']) => [name, value]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

test('the image runs as an unprivileged user, has a health check, and keeps its data in a volume', () => {
  const of = (does: string) => last?.instructions.filter((one) => one.does === does).map((one) => one.text);
  expect(of('USER')).toEqual(['node']);
  expect(of('VOLUME')).toEqual([envOf()['DATA_DIR']]);
  expect(of('HEALTHCHECK')).toHaveLength(1);
  for (const name of Object.keys(envOf())) expect([name, settings.has(name)]).toEqual([name, true]);
});

test('.dockerignore lets in what is copied, and nothing else', () => {
  const allowed = new Set(
    read('.dockerignore')
      .match(/^!.*$/gm)
      ?.map((line) => line.slice(1)),
  );
  const copied = stages
    .flatMap(copiesOf)
    .filter(({ from }) => from === null)
    .flatMap(({ sources }) => sources);
  const entry = (source: string) => (source.includes('/') ? `${source.split('/', 1)[0]}/` : source);
  expect(new Set(copied.map(entry))).toEqual(allowed);
});

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly command?: readonly string[];
}

describe('compose.yaml', () => {
  const { services, secrets, volumes } = parse(read('compose.yaml')) as Compose;

  test('uses existing settings, secrets and volumes', () => {
    const { gateway } = services;
    for (const name of Object.keys(gateway?.environment ?? {})) {
      expect([name, settings.has(name) || settings.has(name.replace(/_FILE$/, ''))]).toEqual([name, true]);
    }
    for (const secret of gateway?.secrets ?? []) expect(read(secrets[secret]?.file ?? '')).toMatch(/^redis:/);
    expect(gateway?.volumes).toEqual([`data:${envOf()['DATA_DIR']}`]);
    expect(Object.keys(volumes)).toContain('data');
  });

  test('shows the schema to the playground, and allows administration', () => {
    const own = Object.entries(services['gateway']?.environment ?? {});
    const env = Object.fromEntries(own.filter(([name]) => !name.endsWith('_FILE')));
    const { introspection, admin } = readConfig({ ...envOf(), ...env }, systemsOf(domains));
    expect({ introspection, admin }).toEqual({ introspection: true, admin: true });
  });

  test('makes only volumes writable, drops capabilities, and publishes ports on 127.0.0.1 only', () => {
    for (const service of Object.values(services)) {
      expect(service.read_only).toBe(true);
      expect(service.cap_drop).toEqual(['ALL']);
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    expect(services['redis']?.command).toContain('noeviction');
  });

  test('starts Redis as its own user, since root cannot switch users without capabilities', () => {
    expect(services['redis']?.user).toBe('redis');
  });
});

test('npm run sbom lists the dependencies, and no development tools', () => {
  const sbom = JSON.parse(
    execFileSync(process.execPath, ['scripts/sbom.ts'], { cwd: ROOT, encoding: 'utf8' }),
  ) as { bomFormat: string; components: { purl: string }[] };
  // `pkg:npm/%40apollo/server@5.5.1` (Package URL).
  const names = new Set(
    sbom.components.map(({ purl }) => decodeURIComponent(/^pkg:npm\/(.+)@/.exec(purl)?.[1] ?? '')),
  );
  expect(sbom.bomFormat).toBe('CycloneDX');
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
  for (const name of Object.keys(dependencies ?? {})) expect([name, names.has(name)]).toEqual([name, true]);
  expect(
    Object.keys(devDependencies ?? {}).filter((name) => name.includes('hive') && names.has(name)),
  ).toEqual([]);
});

test('docs/decisions/0031 gives a reason for each dependency, and lists no others', () => {
  const page = read('docs/decisions/0031-dependencies.md');
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  const listed = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(Object.keys(dependencies).toSorted());
});

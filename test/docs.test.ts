import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as domains from '../resolvers/domains.ts';
import { describeConfig } from '../server/config.ts';
import { systemsOf } from '../server/graph.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGES = ['*.md', 'docs/**/*.md', 'examples/**/*.md', 'services/*.md', 'bench/*.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: ROOT, exclude: ['**/node_modules/**'] }),
);

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  test('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  test('names only tests that exist', () => {
    const names = [...text.matchAll(/\btest\/[\w/.-]+\.ts\b/g)].map(([name]) => name);
    expect(names.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  test('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const names = [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the settings of SECURITY.md', () => {
  const settings = describeConfig(systemsOf(domains));
  const text = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');
  const [, table = ''] = /^## Every setting that matters here\n([^]*?)^## /m.exec(text) ?? [];
  const rows = [...table.matchAll(/^\| `(\w+)`(?:, `(\w+)`)? +\| (?:none|`([^`]*)`) +\|/gm)].map(
    ([, name, file = null, fallback = '']) => ({ name, file, fallback }),
  );
  /** A secret can come from a file: `SettingsReader.secret` says so in its description. */
  const isSecret = ({ name, about }: (typeof settings)[number]) => about.includes(`${name}_FILE`);

  test('exist, with the names and defaults given there', () => {
    expect(rows.length).toBeGreaterThan(40);
    const expected = rows.map(({ name }) => {
      const setting = settings.find((one) => one.name === name);
      return setting && { name, file: isSecret(setting) ? `${name}_FILE` : null, fallback: setting.fallback };
    });
    expect(rows).toEqual(expected);
  });

  test('are all those that limit callers, grant access or hold a secret', () => {
    const GUARDS =
      /^(AUTH|ALLOWED_|API_KEYS_|OPERATOR_|MAX_|RATE_|WEBHOOKS_(ALLOW|MAX)_|ADMIN|INTROSPECTION|SAFE_LIST|HOST|METRICS_HOST)/;
    const wanted = settings.filter((setting) => GUARDS.test(setting.name) || isSecret(setting));
    const named = new Set(rows.map(({ name }) => name));
    expect(wanted.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  });
});

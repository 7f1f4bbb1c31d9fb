import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGES = ['*.md', 'docs/**/*.md', 'examples/**/*.md', 'services/*.md', 'bench/*.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: ROOT, exclude: ['**/node_modules/**'] }),
);

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  test('links only to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  test('names only tests that are there', () => {
    const names = [...text.matchAll(/\btest\/[\w/.-]+\.ts\b/g)].map(([name]) => name);
    expect(names.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  test('names only commands that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const names = [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});

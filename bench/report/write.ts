import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../run.ts';
import { writeMarkdown, type Circumstances } from './markdown.ts';
import { sectionOf, withSection } from './section.ts';
import { drawSvg } from './svg.ts';

/** The section of the page that `npm run bench:changes` writes. */
const CHANGES = 'bench:changes';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));
const PAGE = `${DOCS}benchmarks.md`;

/** Writes the page and the chart; returns their names. */
export function writeReport(outcome: Outcome, circumstances: Circumstances): readonly string[] {
  mkdirSync(DOCS, { recursive: true });
  writeFileSync(`${DOCS}benchmarks.svg`, drawSvg(outcome.results.rows()));
  const changes = sectionOf(pageNow(), CHANGES);
  const page = writeMarkdown(outcome, circumstances);
  writeFileSync(PAGE, changes === null ? page : withSection(page, CHANGES, changes));
  return ['docs/benchmarks.md', 'docs/benchmarks.svg'];
}

/** Writes the section about changes, and leaves the rest of the page as it is; returns the page's name. */
export function writeChanges(text: string): string {
  mkdirSync(DOCS, { recursive: true });
  writeFileSync(PAGE, withSection(pageNow(), CHANGES, text));
  return 'docs/benchmarks.md';
}

function pageNow(): string {
  return existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '# Benchmarks\n';
}

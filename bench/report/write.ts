import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../run.ts';
import { writeMarkdown, type Circumstances } from './markdown.ts';
import { drawSvg } from './svg.ts';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

/** Writes the page and the picture; gives their names. */
export function writeReport(outcome: Outcome, circumstances: Circumstances): readonly string[] {
  mkdirSync(DOCS, { recursive: true });
  writeFileSync(`${DOCS}benchmarks.svg`, drawSvg(outcome.results.rows()));
  writeFileSync(`${DOCS}benchmarks.md`, writeMarkdown(outcome, circumstances));
  return ['docs/benchmarks.md', 'docs/benchmarks.svg'];
}

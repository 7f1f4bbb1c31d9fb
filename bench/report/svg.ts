import type { Row } from '../results.ts';
import { figure } from './table.ts';

/** A panel of bars: which rows, under which title. */
interface Panel {
  readonly title: string;
  readonly wants: (row: Row) => boolean;
}

const PANELS: readonly Panel[] = [
  {
    title: 'Q2 without any cache: 50 orders with customer, lines, products, stock, invoice',
    wants: ({ scenario, target }) => scenario === 'Q2' && target.mode === 'cold',
  },
  {
    title: 'Q3 without any cache: 500 orders with the names of their customers',
    wants: ({ scenario, target }) => scenario === 'Q3' && target.mode === 'cold',
  },
  {
    title: 'Q2v, entities kept, each time another page (hand-written: without a cache)',
    wants: ({ scenario, target: { name, mode } }) =>
      scenario === 'Q2v' && (mode === 'warm' || (name === 'handwritten' && mode === 'cold')),
  },
  {
    title: 'Q2, whole answers kept',
    wants: ({ scenario, target }) => scenario === 'Q2' && target.mode === 'hot',
  },
];

const WIDTH = 820;
const LABELS = 240;
const BARS = WIDTH - LABELS - 90;
const LINE = 24;
const BAR = 16;
const HEAD = 34;
const GAP = 18;

/** Bars, the fastest first, in colours that are legible on light and on dark backgrounds. */
const STYLE = `
  svg { background: #ffffff }
  text { font: 13px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2933 }
  .title { font-weight: 600 }
  .note { fill: #5c6b7a; font-size: 12px }
  .own { fill: #0b7a75 }
  .other { fill: #a9b8c6 }
  .bound { fill: #d9a441 }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117 }
    text { fill: #e6edf3 }
    .note { fill: #9aa7b4 }
    .own { fill: #2fc4bd }
    .other { fill: #566473 }
    .bound { fill: #c08a2a }
  }`;

/** Draws the most telling figures: requests per second, each panel with its own scale. */
export function drawSvg(rows: readonly Row[]): string {
  let y = GAP;
  const parts: string[] = [];
  for (const panel of PANELS) {
    const bars = rows.filter(panel.wants).sort((a, b) => b.perSecond - a.perSecond);
    if (bars.length === 0) continue;
    parts.push(text(16, y + 16, panel.title, 'title'));
    parts.push(...bars.map((row, n) => barOf(row, y + HEAD + n * LINE, bars[0]?.perSecond ?? 1)));
    y += HEAD + bars.length * LINE + GAP;
  }
  parts.push(
    text(
      16,
      y + 8,
      'Requests a second on one core, medians; longer is better; each panel has its own scale.',
      'note',
    ),
  );
  const height = y + 24;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Requests a second of Isthmus, its peers and its bounds">`;
  return `${head}\n<style>${STYLE}\n</style>\n<rect width="100%" height="100%" fill="none"/>\n${parts.join('\n')}\n</svg>\n`;
}

function barOf({ target, perSecond }: Row, y: number, most: number): string {
  const width = Math.max(2, (perSecond / most) * BARS);
  const bar = `<rect x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2" class="${kindOf(target.name)}"/>`;
  return [
    text(LABELS - 10, y + 13, target.title, '', 'end'),
    bar,
    text(LABELS + width + 8, y + 13, figure(perSecond), ''),
  ].join('');
}

function kindOf(name: Row['target']['name']): string {
  if (name === 'isthmus') return 'own';
  return name === 'handwritten' || name === 'plain' ? 'bound' : 'other';
}

function text(x: number, y: number, words: string, kind: string, anchor = 'start'): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}" class="${kind}">${escaped}</text>`;
}

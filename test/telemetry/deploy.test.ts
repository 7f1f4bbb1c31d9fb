import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startProduct, type Product } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { scrape, type Scrape } from '../support/scrape.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const { groups } = parse(read('deploy/prometheus/alerts.yml')) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);
const { panels } = JSON.parse(read('deploy/grafana/isthmus.json')) as { panels: Panel[] };
const runbook = read('docs/runbook.md');

let redis: RedisServer;
let product: Product;
let scraped: Scrape;
beforeAll(async () => {
  redis = await RedisServer.start();
  product = await startProduct({ METRICS_PORT: '0', CACHE: 'on', REDIS_URL: redis.url });
  await product.query('query Something { customer(id: "customer:29485") { name } }');
  scraped = await scrape(product.metricsUrl);
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

/** Metrics of a target that Prometheus adds itself. */
const BUILT_IN = ['up'];

/** The names of metrics in an expression, without those of functions, labels and keywords. */
function namesIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without) \([^)]*\)/g, '');
  return [...bare.matchAll(/[a-z]\w*(?![\w(]| \()/g)]
    .map(([name]) => name)
    .filter((name) => !['and', 'or', 'unless', 'e6', 'e9'].includes(name) && name.includes('_'))
    .concat(BUILT_IN.filter((name) => new RegExp(`\\b${name}\\b`).test(bare)));
}

function isExposed(name: string): boolean {
  return (
    BUILT_IN.includes(name) ||
    scraped.names.has(name.replace(/_(bucket|count|sum)$/, '')) ||
    scraped.names.has(name)
  );
}

/** The anchor that GitHub gives a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');

const symptoms = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = '']) => anchorOf(title));
const anchorIn = ({ annotations }: Alert): string | undefined =>
  /^docs\/runbook\.md#(.+)$/.exec(annotations['runbook'] ?? '')?.[1];

test('each symptom in the runbook has an alert, and each alert a symptom', () => {
  expect(new Set(alerts.map(anchorIn))).toEqual(new Set(symptoms));
});

/** Error codes that operators must learn of. */
test.each([
  ['IDENTITY_UNAVAILABLE'],
  ['REGISTER_UNAVAILABLE'],
  ['UNAUTHENTICATED'],
  ['FORBIDDEN'],
  ['PERSISTED_QUERY_NOT_IN_LIST'],
])('%s has an alert and is in the runbook', (code) => {
  expect(alerts.some(({ expr }) => expr.includes(code))).toBe(true);
  expect(runbook).toContain(`\`${code}\``);
});

test.each(alerts.map((alert) => [alert.alert, alert] as const))(
  'the alert %s uses exposed metrics and has a severity',
  (_name, { expr, labels }) => {
    const names = namesIn(expr);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect([name, isExposed(name)]).toEqual([name, true]);
    expect(['page', 'ticket']).toContain(labels['severity']);
  },
);

test.each(panels.filter(({ targets }) => targets).map((panel) => [panel.title, panel] as const))(
  'the panel “%s” uses exposed metrics',
  (_title, { targets = [] }) => {
    for (const { expr } of targets) {
      const names = namesIn(expr);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect([name, isExposed(name)]).toEqual([name, true]);
    }
  },
);

test('docs/telemetry.md names all of our metrics, and no others', () => {
  const docs = read('docs/telemetry.md');
  const own = [...scraped.names].filter((name) => name.startsWith('isthmus_'));
  expect(own.length).toBeGreaterThan(20);
  for (const name of own) expect([name, docs.includes(`\`${name}\``)]).toEqual([name, true]);
  for (const [, name = ''] of docs.matchAll(/`(isthmus_\w+)`/g))
    expect([name, own.includes(name)]).toEqual([name, true]);
});

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRows } from '../../bench/upstream/rows.ts';
import { inlinedSchema, type Schema } from '../../datasources/rest/inlined-schema.ts';

/** Validators for a schema as it is in the document, and for its inlined form. */
function bothOf(document: Schema, schemas: Schema, name: string) {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv, { mode: 'fast' });
  ajv.addSchema(document, 'document');
  return {
    plain: ajv.compile({ $ref: `document#/components/schemas/${name}` }),
    inlined: ajv.compile(inlinedSchema(name, schemas, 'document')),
  };
}

function contractOf(system: string) {
  const file = new URL(`../../datasources/${system}/contract.json`, import.meta.url);
  const document = JSON.parse(readFileSync(file, 'utf8')) as Schema & { components: { schemas: Schema } };
  return { document, schemas: document.components.schemas };
}

const rows = makeRows();
const first = (texts: ReadonlyMap<unknown, string>) => JSON.parse([...texts.values()][0] ?? '') as unknown;
const samples = [
  ['commerce', 'Order', first(rows.orders)],
  ['commerce', 'Product', first(rows.products)],
  ['crm', 'Customer', first(rows.customers)],
  ['erp', 'StockLevelGroup', first(rows.stock)],
  ['accounting', 'Invoice', (first(rows.invoices) as { Invoices: unknown[] }).Invoices[0]],
  ['accounting', 'Payment', payment()],
] as const;

/** A payment with a card, which is one of the references that may be null. */
function payment() {
  const [amounts, refs] = [
    { Amount: '1.5', CurrencyCode: 'USD' },
    { InvoiceID: 'I-1', ContactID: '7' },
  ];
  const card = { Type: 'Vista', Last4: '1234' };
  const rest = { ReceivedOn: '2014-01-01', Method: 'CARD', Reference: null, Card: card };
  return { PaymentID: 'P-1', ...refs, ...amounts, ...rest, UpdatedAt: '2014-01-01T00:00:00.000Z' };
}

const LEAVES = [null, 0, -1, 1.5, '', 'x', '2014-01-01', '12.5', true, [], {}, [null], [{}]];

/** The value with one part, at any depth, replaced or removed. */
function spoiled(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return by;
  const part = spoiled((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? part : item));
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(part === undefined ? others : [...others, [key, part]]);
}

test.each(samples)('%s: an inlined %s accepts exactly what the document does', (system, name, sample) => {
  const { document, schemas } = contractOf(system);
  const { plain, inlined } = bothOf(document, schemas, name);
  expect([plain(sample), inlined(sample)]).toEqual([true, true]);
  const steps = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });
  const by = fc.constantFrom<unknown>(...LEAVES, undefined);
  const seen = { good: 0, bad: 0 };
  fc.assert(
    fc.property(steps, by, (path, part) => {
      const value = spoiled(sample, path, part);
      seen[plain(value) ? 'good' : 'bad'] += 1;
      expect(inlined(value)).toBe(plain(value));
      if (!plain(value)) expect(inlined.errors?.[0]?.instancePath).toBe(plain.errors?.[0]?.instancePath);
    }),
    { numRuns: 1_000 },
  );
  expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(0);
});

test('all references and nulls in anyOf are inlined, except references to itself', () => {
  const text = { type: 'string', maxLength: 3 };
  const schemas = {
    Text: text,
    Maybe: { anyOf: [{ $ref: '#/components/schemas/Text' }, { type: 'null' }], description: 'Text.' },
    Word: { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
    Both: { minLength: 2, anyOf: [text, { type: 'null' }] },
    Tree: { type: 'object', properties: { below: { $ref: '#/components/schemas/Tree' } } },
    Odd: { properties: { $ref: { type: 'string' }, anyOf: { $ref: '#/components/schemas/Text' } } },
    Sample: { const: { $ref: '#/components/schemas/Text' } },
  };
  const of = (name: string) => inlinedSchema(name, schemas, 'base');
  expect(of('Maybe')).toEqual({ ...text, type: ['string', 'null'] });
  // Null is not in the enum; and a keyword next to anyOf applies to all branches.
  expect([of('Word'), of('Both'), of('Sample')]).toEqual([schemas.Word, schemas.Both, schemas.Sample]);
  expect(of('Tree')).toMatchObject({ properties: { below: { $ref: 'base#/components/schemas/Tree' } } });
  expect(of('Odd')).toEqual({ properties: { $ref: { type: 'string' }, anyOf: text } });
});

test('a recursive schema is checked at any depth', () => {
  const Tree = { type: 'object', properties: { below: { $ref: '#/components/schemas/Tree' } } };
  const schemas = { Tree };
  const { plain, inlined } = bothOf({ components: { schemas } }, schemas, 'Tree');
  const [good, bad] = [{ below: { below: {} } }, { below: { below: 1 } }];
  expect([plain(good), inlined(good), plain(bad), inlined(bad)]).toEqual([true, true, false, false]);
});

import fc from 'fast-check';
import { parseValue as parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { scalars } from '../../server/graph/scalars.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { ask, askRaw } from '../support/transports.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

/** Arguments of each scalar type, invalid values for them, and the rule that the error states. */
const KINDS = [
  {
    type: 'Date',
    field: 'orders(filter: { ordered: { from: $value } }) { totalCount }',
    rule: 'A Date is a day of the calendar such as "2013-06-30"',
    wrong: ['2013-02-30', '30.06.2013', '2013-06-30T12:00:00Z', '', 20130630, true, ['2013-06-30'], {}],
  },
  {
    type: 'EmailAddress',
    field: 'customers(filter: { email: $value }) { totalCount }',
    rule: 'An EmailAddress is written like "ann@example.com"',
    wrong: ['ann', 'ann@', 'a b@example.com', 5, {}],
  },
];

describe.each(KINDS)('$type', ({ type, field, rule, wrong }) => {
  test.each(wrong.map((value) => [value]))(
    'for %j in variables, the error states what is expected',
    async (value) => {
      const query = `query ($value: ${type}) { ${field} }`;
      const { data, errors } = await ask('http', gateway.url, { query, variables: { value } });
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors?.[0]?.message).toContain(`; ${rule}, not `);
    },
  );

  test('for an invalid value in the document, the error states the same, and where', async () => {
    const query = `{ ${field.replace('$value', '"nope"')} }`;
    const { errors } = await ask('http', gateway.url, { query });
    expect(errors).toMatchObject([
      {
        message: `${rule}, not "nope".`,
        locations: [{ line: 1, column: query.indexOf('"nope"') + 1 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });

  test('for a deeply nested object, the error states the same', async () => {
    const deep = `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`;
    const query = `query ($value: ${type}) { ${field} }`;
    const { errors } = await askRaw(
      'http',
      gateway.url,
      `{"query":"${query}","variables":{"value":${deep}}}`,
    );
    expect(errors?.[0]?.message).toContain(`${rule}, not an object.`);
  });
});

test.each([
  ['Decimal', '1e5', 'A Decimal is written as text such as "3578.27", with at most 38 digits, not "1e5".'],
  ['Decimal', 12345678901234567000, 'with at most 38 digits, not 12345678901234567000.'],
  ['Decimal', '1'.repeat(39), 'with at most 38 digits, not "1111'],
  [
    'DateTime',
    '2013-06-30',
    'A DateTime is a point in time with its zone such as "2013-06-30T12:00:00Z", not "2013-06-30".',
  ],
  ['URL', 'example', 'A URL is an address such as "https://example.com/path", not "example".'],
  ['CurrencyCode', 'usd', 'A CurrencyCode is three capital letters such as "USD", not "usd".'],
] as const)('%s: for %j, the error states what is expected', (name, value, message) => {
  expect(() => scalars[name].parseValue(value)).toThrow(message);
});

test('a Decimal keeps all its digits, as text or as a number, in variables or in the document', () => {
  const whole = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n });
  const fraction = fc.stringMatching(/^\d{1,15}$/);
  fc.assert(
    fc.property(whole, fraction, (units, parts) => {
      const text = `${units}.${parts}`;
      const canonical = scalars.Decimal.parseValue(text) as string;
      expect(canonical).toBe(/^-?0$/.test(text.replace(/\.?0+$/, '')) ? '0' : text.replace(/\.?0+$/, ''));
      expect(scalars.Decimal.parseLiteral(parse(`"${text}"`))).toBe(canonical);
      expect(scalars.Decimal.serialize(canonical)).toBe(canonical);
    }),
  );
  fc.assert(
    fc.property(fc.integer(), fc.nat(9_999), (units, parts) => {
      const number = units + parts / 10_000;
      const digits = String(number).replace(/\D/g, '').length;
      if (digits <= 15) expect(Number(scalars.Decimal.parseValue(number))).toBe(number);
      else expect(() => scalars.Decimal.parseValue(number)).toThrow('written as text');
    }),
  );
});

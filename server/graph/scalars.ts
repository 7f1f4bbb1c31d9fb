import { Decimal } from 'decimal.js';
import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate, GraphQLURL, RegularExpression } from 'graphql-scalars';

/** The most digits: enough for any ledger, too few to keep a processor busy. */
const MAX_DIGITS = 38;
/** The digits that every JSON number preserves; any beyond these may have been lost before they got here. */
const MAX_NUMBER_DIGITS = 15;

/** Exact decimals: text on the wire, canonical text in the program. Numbers are accepted if none of their digits is lost. */
const GraphQLDecimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => canonical(value),
  parseValue: (value) => canonical(value),
  parseLiteral: (node) => {
    const isNumber = node.kind === Kind.INT || node.kind === Kind.FLOAT;
    return canonical(isNumber || node.kind === Kind.STRING ? node.value : null);
  },
});

/**
 * Matches text that is already canonical, as nearly all decimals from the systems are: no superfluous zeros and, because the text is no
 * longer than the most digits allowed, not too many digits. No decimal object is needed to find that out.
 */
const CANONICAL = /^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** The canonical text of a decimal: the shortest without an exponent. Throws GraphQLError if the value is not a decimal. */
export function canonical(value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_DIGITS && CANONICAL.test(value)) return value;
  return normalized(value);
}

/** {@link canonical}, computed with a decimal object. */
export function normalized(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  const digits = typeof value === 'number' ? MAX_NUMBER_DIGITS : MAX_DIGITS;
  // The sign and the point do not count as digits.
  if (typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= digits) {
    const decimal = new Decimal(text);
    return decimal.isZero() ? '0' : decimal.toFixed();
  }
  throw new GraphQLError(`not a decimal: ${printable(value)}`);
}

/**
 * The behaviour of a scalar. Its name and description come from the schema, both in one process and in a subgraph. `rule` tells a client
 * that sent an invalid value what is expected.
 */
function behaviour({ serialize, parseValue, parseLiteral }: GraphQLScalarType, rule: string) {
  return {
    serialize,
    parseValue: (value: unknown) => {
      try {
        return parseValue(value);
      } catch {
        throw new GraphQLError(`${rule}, not ${printable(value)}.`);
      }
    },
    parseLiteral: (node: ValueNode) => {
      try {
        return parseLiteral(node);
      } catch {
        throw new GraphQLError(`${rule}, not ${print(node).slice(0, MAX_SHOWN)}.`, { nodes: node });
      }
    },
  };
}

const MAX_SHOWN = 60;

/** Objects are not shown: they may be nested deeper than JSON.stringify can go. */
function printable(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, MAX_SHOWN);
}

/** Accepts letters of all languages (RFC 6531), which the usual check refuses: one José must not spoil a whole list. */
const EMAIL_ADDRESS = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/u;
/** Accepts any three-letter code: books keep the codes of former currencies, such as DEM, which ISO 4217 no longer lists. */
const CURRENCY_CODE = /^[A-Z]{3}$/;

/** Dates already found to be valid. There are few, and checking each time costs more than everything else about a field. */
const validDays = new Set<unknown>();
const MAX_CACHED_DAYS = 50_000;

const Day = new GraphQLScalarType<string, string>({
  ...GraphQLLocalDate.toConfig(),
  serialize: (value) => {
    if (validDays.has(value)) return value as string;
    const day = GraphQLLocalDate.serialize(value);
    if (validDays.size >= MAX_CACHED_DAYS) validDays.clear();
    validDays.add(value);
    return day;
  },
});

/** The resolvers of all custom scalars. Dates stay text; points in time are Date objects inside the program. */
export const scalars = {
  Decimal: behaviour(
    GraphQLDecimal,
    `A Decimal is written as text such as "3578.27", with at most ${MAX_DIGITS} digits`,
  ),
  Date: behaviour(Day, 'A Date is a day of the calendar such as "2013-06-30"'),
  DateTime: behaviour(
    GraphQLDateTime,
    'A DateTime is a point in time with its zone such as "2013-06-30T12:00:00Z"',
  ),
  EmailAddress: behaviour(
    new RegularExpression('EmailAddress', EMAIL_ADDRESS),
    'An EmailAddress is written like "ann@example.com"',
  ),
  URL: behaviour(GraphQLURL, 'A URL is an address such as "https://example.com/path"'),
  CurrencyCode: behaviour(
    new RegularExpression('CurrencyCode', CURRENCY_CODE),
    'A CurrencyCode is three capital letters such as "USD"',
  ),
};

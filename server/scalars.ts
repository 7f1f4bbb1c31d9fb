import { Decimal } from 'decimal.js';
import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate, GraphQLURL, RegularExpression } from 'graphql-scalars';

/** At most this many digits: enough for any ledger, too few to keep a processor busy. */
const MAX_DIGITS = 38;
/** As many digits as every JSON number keeps: more of them may have been lost before they came here. */
const MAX_NUMBER_DIGITS = 15;

/** Exact decimals: text on the wire, canonical text in the program. Numbers are taken where none of their digits is lost. */
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
 * Text that is canonical already, as nearly all is that the systems' decimals were made to: no zero too many, and, as its
 * signs are fewer than digits may be, not too many of these. No number object has to be made to find that it stays as it is.
 */
const CANONICAL = /^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** The canonical text of a decimal: the shortest without an exponent. Throws GraphQLError where it is none. */
export function canonical(value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_DIGITS && CANONICAL.test(value)) return value;
  return reckoned(value);
}

/** {@link canonical}, by way of a number object. */
export function reckoned(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  const digits = typeof value === 'number' ? MAX_NUMBER_DIGITS : MAX_DIGITS;
  // The sign and the point are no digits.
  if (typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= digits) {
    const decimal = new Decimal(text);
    return decimal.isZero() ? '0' : decimal.toFixed();
  }
  throw new GraphQLError(`not a decimal: ${shown(value)}`);
}

/**
 * What a scalar does; what it is called and what it means is for the schema to say, in one process and in a
 * subgraph. `rule` tells who sent something else what was wanted.
 */
function behaviour({ serialize, parseValue, parseLiteral }: GraphQLScalarType, rule: string) {
  return {
    serialize,
    parseValue: (value: unknown) => {
      try {
        return parseValue(value);
      } catch {
        throw new GraphQLError(`${rule}, not ${shown(value)}.`);
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

/** Objects are not shown: they may be deeper than JSON.stringify can go. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, MAX_SHOWN);
}

/** Letters of all languages (RFC 6531), which the usual check refuses: one José must not spoil a whole list. */
const EMAIL_ADDRESS = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/u;
/** Books keep the codes of currencies that are gone, such as DEM, which ISO 4217 lists no more: any code will do. */
const CURRENCY_CODE = /^[A-Z]{3}$/;

/** Days that were found to be in the calendar: there are few, and to look each time costs more than all else of a field. */
const days = new Set<unknown>();
const MANY_DAYS = 50_000;

const Day = new GraphQLScalarType<string, string>({
  ...GraphQLLocalDate.toConfig(),
  serialize: (value) => {
    if (days.has(value)) return value as string;
    const day = GraphQLLocalDate.serialize(value);
    if (days.size >= MANY_DAYS) days.clear();
    days.add(value);
    return day;
  },
});

/** The resolvers of all custom scalars. Days stay text; points in time are Date objects inside the program. */
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

import { Decimal } from 'decimal.js';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate, GraphQLURL, RegularExpression } from 'graphql-scalars';

/** At most this many digits: enough for any ledger, too few to keep a processor busy. */
const MAX_DIGITS = 38;

/**
 * Exact decimals: text on the wire, canonical text in the program. JSON numbers and GraphQL number literals
 * are taken where they stand for themselves without loss.
 */
const GraphQLDecimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => canonical(value),
  parseValue: (value) => canonical(value),
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
      return canonical(node.value);
    throw new GraphQLError('A Decimal is written as text, such as "3578.27".', { nodes: node });
  },
});

function canonical(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && text.length <= MAX_DIGITS && /^-?\d+(\.\d+)?$/.test(text)) {
    return new Decimal(text).toFixed();
  }
  throw new GraphQLError(
    `Expected a decimal number such as "3578.27", got ${JSON.stringify(value)?.slice(0, 60)}.`,
  );
}

/** What a scalar does; what it is called and what it means is for the schema to say, in one process and in a subgraph. */
function behaviour({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral };
}

/** The resolvers of all custom scalars. Days stay text; points in time are Date objects inside the program. */
export const scalars = {
  Decimal: behaviour(GraphQLDecimal),
  Date: behaviour(GraphQLLocalDate),
  DateTime: behaviour(GraphQLDateTime),
  // Letters of all languages (RFC 6531), which the usual check refuses: one José must not spoil a whole list.
  EmailAddress: behaviour(
    new RegularExpression('EmailAddress', /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/u, {
      errorMessage: (_, value) =>
        `An EmailAddress is written like "ann@example.com", not ${JSON.stringify(value).slice(0, 60)}.`,
    }),
  ),
  URL: behaviour(GraphQLURL),
  // Books keep the codes of currencies that are gone, such as DEM, which ISO 4217 lists no more: any code will do.
  CurrencyCode: behaviour(
    new RegularExpression('CurrencyCode', /^[A-Z]{3}$/, {
      errorMessage: (_, value) =>
        `A CurrencyCode is three capital letters such as "USD", not ${JSON.stringify(value).slice(0, 60)}.`,
    }),
  ),
};

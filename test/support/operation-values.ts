import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';
import type { Dice } from './dice.ts';

/** Global ids of existing records, by type. */
export const IDS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  customer: ['customer:29485', 'customer:11176', 'customer:12132', 'customer:29825'],
  territory: ['territory:4', 'territory:1'],
  order: ['order:43697', 'order:43659', 'order:51739'],
  product: ['product:776', 'product:707', 'product:1'],
  category: ['category:1', 'category:2'],
  stockLevel: ['stock-level:776-7', 'stock-level:1-1'],
  location: ['location:7', 'location:1'],
  supplier: ['supplier:1580', 'supplier:1496'],
  purchaseOrder: ['purchase-order:4012', 'purchase-order:1'],
  invoice: ['invoice:INV-43697', 'invoice:INV-43659'],
  payment: ['payment:PAY-43697'],
  account: ['account:50', 'account:1'],
  organization: ['organization:14', 'organization:1'],
  ledgerEntry: ['ledger-entry:1', 'ledger-entry:100'],
  exchangeRate: ['exchange-rate:4', 'exchange-rate:1'],
};
const KINDS = Object.keys(IDS) as [string, ...string[]];
/** Valid ids without a record. */
const MISSING = ['order:99999999', 'customer:0', 'invoice:INV-0', 'product:-1', 'supplier:999999'] as const;
/** Invalid ids. */
const BROKEN = ['', 'nonsense', 'order', 'customer:', 'unicorn:1', 'Order:43697', 'order:"x"'] as const;
const TEXTS = ['Road', 'a', 'Ü "x"', ''] as const;

/** A random value of an argument or an input field, as in variables. `of` is the type to which ids belong. */
export function valueFor(
  dice: Dice,
  { name, type }: Pick<GraphQLArgument | GraphQLInputField, 'name' | 'type'>,
  of: string,
): unknown {
  if (!isNonNullType(type) && dice.percent(5)) return null;
  if (name === 'first') return dice.percent(3) ? dice.pick([0, -1, 101, 2_000]) : dice.between(1, 3);
  if (name === 'after') return dice.percent(70) ? null : dice.pick(['x', 'WyJuIl0', '']);
  const inner = getNullableType(type);
  if (isListType(inner)) {
    const length = dice.between(dice.percent(5) ? 0 : 1, 3);
    const item = { name, type: inner.ofType };
    return Array.from({ length }, () => valueFor(dice, item, of));
  }
  if (isInputObjectType(inner)) return objectFor(dice, Object.values(inner.getFields()));
  if (isEnumType(inner)) return dice.pick(inner.getValues().map((value) => value.name) as [string]);
  return scalarFor(dice, getNamedType(type).name, KINDS.includes(name) ? name : of);
}

function objectFor(dice: Dice, fields: readonly GraphQLInputField[]): object {
  const given = fields.filter(({ type }) => isNonNullType(type) || dice.percent(20));
  return Object.fromEntries(given.map((field) => [field.name, valueFor(dice, field, 'order')]));
}

function scalarFor(dice: Dice, type: string, of: string): unknown {
  switch (type) {
    case 'ID':
      return idFor(dice, of);
    case 'Int':
      return dice.between(-1, 90);
    case 'Float':
      return dice.next();
    case 'Boolean':
      return dice.percent(50);
    case 'Decimal':
      return dice.pick(['0', '100.00', '1234.5', '99999']);
    case 'Date':
      return dice.pick(['2012-01-01', '2013-06-30', '2014-01-15']);
    case 'CurrencyCode':
      return dice.pick(['USD', 'EUR']);
    case 'EmailAddress':
      return 'nobody@example.com';
    default:
      return dice.pick(TEXTS);
  }
}

function idFor(dice: Dice, of: string): string {
  if (dice.percent(3)) return dice.pick(BROKEN);
  if (dice.percent(6)) return dice.pick(MISSING);
  return dice.pick(IDS[dice.percent(2) ? dice.pick(KINDS) : of] ?? IDS[dice.pick(KINDS)] ?? MISSING);
}

/** A value as a literal of a document. */
export function literalOf(value: unknown, type: GraphQLInputType): string {
  const inner = getNullableType(type);
  if (value === null || value === undefined) return 'null';
  if (isListType(inner)) {
    return `[${(value as unknown[]).map((item) => literalOf(item, inner.ofType)).join(' ')}]`;
  }
  if (isInputObjectType(inner)) {
    const fields = inner.getFields();
    const entries = Object.entries(value).flatMap(([name, part]) => {
      const field = fields[name];
      return field ? [`${name}: ${literalOf(part, field.type)}`] : [];
    });
    return `{ ${entries.join(' ')} }`;
  }
  return isEnumType(inner) && typeof value === 'string' ? value : JSON.stringify(value);
}

import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { toUnits } from '../../kit/money.ts';

/** A literal of a `$filter`; `text` is without quotes. */
export interface Literal {
  readonly type: 'text' | 'number' | 'date' | 'boolean' | 'null';
  readonly text: string;
}

/** A field on the wire: where its value comes from in SQL, and how it is written in JSON and in a `$filter`. */
export interface Field<T> {
  /** Column or expression; never holds anything a caller sent. */
  readonly sql: string;
  /** What a literal must be, for error messages. */
  readonly expects: string;
  readonly nullable: boolean;
  /** Whether `contains` may search it. */
  readonly searchable: boolean;
  /** Stored value to wire value. */
  readonly read: (stored: SQLOutputValue) => T;
  /** Literal to stored value; undefined if the literal is of another type. */
  readonly bind: (literal: Literal) => SQLInputValue | undefined;
  /** Wraps a condition on `sql` in a subquery, for a field of another table. */
  readonly within?: (condition: string) => string;
}

const plain = { nullable: false, searchable: false } as const;

/** A whole number. */
export function integer(sql: string): Field<number> {
  const bind = ({ type, text }: Literal) => {
    const value = Number(text);
    return type === 'number' && Number.isSafeInteger(value) ? value : undefined;
  };
  return { ...plain, sql, expects: 'a whole number', read: Number, bind };
}

/** A number that is not money, such as hours. */
export function decimal(sql: string): Field<number> {
  const bind = ({ type, text }: Literal) => (type === 'number' ? Number(text) : undefined);
  return { ...plain, sql, expects: 'a number', read: Number, bind };
}

/** An amount: ten-thousandths in SQL, a JSON number on the wire. */
export function money(sql: string): Field<number> {
  return {
    ...plain,
    sql,
    expects: 'an amount with at most four decimal places',
    read: amount,
    bind: ({ type, text }) => {
      const decimals = /\.(\d*?)0*$/.exec(text)?.[1]?.length ?? 0;
      return type === 'number' && decimals <= 4 ? toUnits(text) : undefined;
    },
  };
}

/** Ten-thousandths as stored to the JSON number nearest to them. */
export function amount(units: SQLOutputValue): number {
  return Number(units) / 10_000;
}

/** A text. */
export function text(sql: string): Field<string> {
  const bind = (literal: Literal) => (literal.type === 'text' ? literal.text : undefined);
  return {
    ...plain,
    sql,
    searchable: true,
    expects: "a text in single quotes ('' for a quote)",
    read: String,
    bind,
  };
}

/** One of a few names, stored as such. */
export function oneOf<const T extends string>(sql: string, names: readonly T[]): Field<T> {
  const find = (value: unknown) => names.find((name) => name === value);
  return {
    ...plain,
    sql,
    expects: `one of ${names.map((name) => `'${name}'`).join(', ')}`,
    read: (stored) => {
      const name = find(stored);
      if (name === undefined) throw new RangeError(`${sql} holds "${String(stored)}", which has no name`);
      return name;
    },
    bind: (literal) => (literal.type === 'text' ? find(literal.text) : undefined),
  };
}

/** 0 or 1 in SQL, false or true on the wire. */
export function boolean(sql: string): Field<boolean> {
  const bind = ({ type, text }: Literal) => (type === 'boolean' ? Number(text === 'true') : undefined);
  return { ...plain, sql, expects: 'true or false', read: (stored) => stored === 1, bind };
}

/** A day, `2014-01-31`. */
export function date(sql: string): Field<string> {
  const bind = ({ type, text }: Literal) =>
    (type === 'date' || type === 'text') && isDay(text) ? text : undefined;
  return { ...plain, sql, expects: 'a date such as 2014-01-31', read: String, bind };
}

/** The same field, but nullable. */
export function nullable<T>(field: Field<T>): Field<T | null> {
  return {
    ...field,
    nullable: true,
    read: (stored) => (stored === null ? null : field.read(stored)),
    bind: (literal) => (literal.type === 'null' ? null : field.bind(literal)),
  };
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

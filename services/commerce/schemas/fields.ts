import { Type, type TSchema, type TSchemaOptions } from 'typebox';
import { ref } from '../../kit/app.ts';
import { Problem } from '../../kit/problem.ts';

/** The error responses of every route for invalid requests (RFC 9457). */
export const PROBLEMS = {
  '4xx': {
    description: 'The request was refused; `code` is for programs, `detail` for people.',
    content: { 'application/problem+json': { schema: ref(Problem) } },
  },
};

/** An integer id. */
export function identifier(description: string) {
  return Type.Integer({ minimum: 1, description });
}

/** An exact amount in a response, as decimal text with at most four decimal places. */
export function money(description: string) {
  return Type.String({ pattern: '^\\d+(\\.\\d{1,4})?$', description, examples: ['3578.27'] });
}

/** An amount in a request; small enough to stay an exact number of ten-thousandths. */
export function givenMoney(description: string) {
  return Type.String({ pattern: '^\\d{1,8}(\\.\\d{1,4})?$', description, examples: ['3578.27'] });
}

/** A day without a time zone. */
export function date(description: string) {
  return Type.String({ format: 'date', description });
}

/** A point in time, UTC. */
export function moment(description: string) {
  return Type.String({ format: 'date-time', description });
}

/** ISO 4217. */
export function currency(description = 'Currency, ISO 4217.') {
  return Type.String({ pattern: '^[A-Z]{3}$', description, examples: ['USD'] });
}

/** A field of a response that may be null. */
export function nullable<T extends TSchema>(schema: T, description: string) {
  return Type.Union([schema, Type.Null()], { description });
}

/** An optional text of a request that may be null. */
export function optionalText(maxLength: number, description: string) {
  return Type.Optional(Type.Union([Type.String({ maxLength }), Type.Null()], { description }));
}

/** One of a few words. */
export function choice<const Word extends string>(words: readonly Word[], options: TSchemaOptions) {
  return Type.Enum([...words], { type: 'string', ...options });
}

/** Comma-separated ids. */
export function idList(description: string) {
  return Type.String({
    pattern: '^\\d{1,15}(,\\d{1,15})*$',
    description: `${description} At most 100 numbers with commas between them.`,
    examples: ['1,2,3'],
  });
}

/** The paging parameters of a list. */
export function paging<const Sort extends string>(sorts: readonly Sort[], fallback: Sort, limit: number) {
  const descending = sorts.map((sort): `-${Sort}` => `-${sort}`);
  return {
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, default: limit, description: 'Rows in a page.' }),
    ),
    page_info: Type.Optional(
      Type.String({
        maxLength: 1_000,
        description: 'Opaque: where the page starts, from an earlier answer with the same filters and sort.',
      }),
    ),
    sort: Type.Optional(
      choice([...sorts, ...descending], {
        default: fallback,
        description: 'Order of the rows, `-` for descending; ties by id in the same direction.',
      }),
    ),
  };
}

/** The grouping of a list, and the keys requested. */
export function grouping<const By extends string>(by: readonly By[]) {
  return {
    by: choice(by, { description: 'What the rows of a group have in common.' }),
    keys: idList('One group is answered for each.'),
  };
}

/** The path parameters of a single resource. */
export function idParams(description: string) {
  return Type.Object({ id: identifier(description) });
}

/** Headers of every write. */
export const WRITE_HEADERS = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description:
        'The same key with the same request gets the first answer again; with another request, a 422.',
    }),
  ),
});

/** Response of every count. */
export const Count = Type.Object(
  { count: Type.Integer({ description: 'Rows that pass the filters.' }) },
  { $id: 'Count', description: 'How many rows a list has.' },
);

/** Response of every grouped count. */
export const GroupedCounts = Type.Object(
  {
    groups: Type.Array(
      Type.Object({
        key: Type.Integer({ description: 'One of the requested keys.' }),
        count: Type.Integer({ description: 'Rows with this key that pass the filters.' }),
      }),
      { description: 'One for each key, in the order of `keys`.' },
    ),
  },
  { $id: 'GroupedCounts', description: 'How many rows each key has.' },
);

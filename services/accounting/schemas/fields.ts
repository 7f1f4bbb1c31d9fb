import { Type, type TObject, type TSchema } from 'typebox';
import { ref } from '../../kit/app.ts';
import { Problem } from '../../kit/problem.ts';

/** Nine digits before the point keep every sum the system makes exact. */
const DECIMAL = '^\\d{1,9}(\\.\\d{1,4})?$';
const SIGNED_DECIMAL = '^-?\\d+(\\.\\d{1,4})?$';

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[], description: string) {
  return Type.Unsafe<T>({ type: 'string', enum: words, description });
}

/** A value or null; the union takes the description of the value. */
export function nullable<T extends TSchema>(value: T) {
  const { description } = value as { description?: string };
  return Type.Union([value, Type.Null()], description === undefined ? {} : { description });
}

/** A parameter with a `default`: callers may omit it, yet it is always present when the route is called. */
export function defaulted<T extends TSchema>(parameter: T): T {
  return Type.Optional(parameter);
}

/** An identifier on the wire: text, whatever it looks like. */
export function id(description: string) {
  return Type.String({ description });
}

/** An amount of money the system answers with: decimal text with up to four places. */
export function amount(description: string) {
  return Type.String({ pattern: SIGNED_DECIMAL, description, examples: ['3578.27'] });
}

/** An amount the system is given: not negative, at most nine digits before the point and four after it. */
export function givenAmount(description: string) {
  return Type.String({ pattern: DECIMAL, description, examples: ['3578.27'] });
}

/** A calendar day. */
export function day(description: string) {
  return Type.String({ format: 'date', description });
}

/** A moment, RFC 3339 in UTC. */
export function moment(description: string) {
  return Type.String({ format: 'date-time', description });
}

const MODIFIED_ONLY = 'Only in answers to If-Modified-Since.';
const key = (what: string) =>
  Type.Optional(
    nullable(Type.String({ description: `\`Idempotency-Key\` of the write that ${what}. ${MODIFIED_ONLY}` })),
  );

/** The writes that made a row and its current state. */
export const ORIGIN = {
  CreatedAt: Type.Optional(moment(`When it was created. ${MODIFIED_ONLY}`)),
  CreatedByRequest: key('created it'),
  UpdatedByRequest: key('changed it last, or created it'),
};

/** An ISO 4217 code. */
export function currency(description: string) {
  return Type.String({ pattern: '^[A-Z]{3}$', description, examples: ['USD'] });
}

/** A comma list of at most 100 ids as a query parameter; the limit is checked where the list is split. */
export function keyList(description: string) {
  return Type.String({ minLength: 1, description: `${description} At most 100, separated by commas.` });
}

/** Which page of a list an answer holds. */
export const Pagination = Type.Object(
  {
    Page: Type.Integer({ description: 'Number of the page, from 1.' }),
    PageSize: Type.Integer({ description: 'Most rows a page holds.' }),
    HasMore: Type.Boolean({ description: 'Whether the next page has rows.' }),
  },
  { $id: 'Pagination', description: 'Which page of a list this is.' },
);

/** How many rows match. */
export const Count = Type.Object(
  { Count: Type.Integer({ description: 'Rows that match the filters.' }) },
  { $id: 'Count', description: 'How many rows match the filters.' },
);

/** How many rows match for each key. */
export const GroupedCounts = Type.Object(
  {
    Groups: Type.Array(
      Type.Object({
        Key: id('The key as it was given.'),
        Count: Type.Integer({ description: 'Rows of this key that match the filters.' }),
      }),
      { description: 'One group per key, in the order of the request.' },
    ),
  },
  { $id: 'GroupedCounts', description: 'How many rows match the filters, for each key.' },
);

/** The answer to a list read: a page of items by `name`; the component is called after the `entity`. */
export function listOf(entity: string, name: string, item: TObject) {
  return Type.Object(
    { [name]: Type.Array(ref(item)), Pagination: ref(Pagination) },
    { $id: `${entity}List`, description: `One page of ${name}.` },
  );
}

/** The answer to a grouped read: a page of items by `name` for each key; called after the `entity`. */
export function groupsOf(entity: string, name: string, item: TObject) {
  const group = Type.Object({
    Key: id('The key as it was given.'),
    [name]: Type.Array(ref(item)),
    HasMore: Type.Boolean({ description: 'Whether the next page has rows of this key.' }),
  });
  return Type.Object(
    { Groups: Type.Array(group, { description: 'One group per key, in the order of the request.' }) },
    {
      $id: `${entity}Groups`,
      description: `One page of ${name} for each key; a key without any is empty.`,
    },
  );
}

const REFUSALS = {
  400: 'A parameter or the body is not as described.',
  401: 'The access token is missing, unknown or expired.',
  404: 'There is no such resource.',
  409: 'The present state of the document does not allow this.',
  422: 'The request is well formed, but the books do not allow it.',
  429: 'Too many requests; retry after Retry-After seconds.',
} as const;

/** The problem answers of a route, by status. 400, 401 and 429 are always among them. */
export function problems(...more: (404 | 409 | 422)[]) {
  const statuses: (keyof typeof REFUSALS)[] = [400, 401, 429, ...more];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: REFUSALS[status], content: { 'application/problem+json': { schema: ref(Problem) } } },
    ]),
  );
}

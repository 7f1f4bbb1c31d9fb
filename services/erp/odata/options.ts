import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ProblemError } from '../../kit/problem.ts';
import type { EntitySet, Fields } from './entity-set.ts';
import { MAX_KEYS } from './filter.ts';
import { DEFAULT_TOP } from './list.ts';

const MAX_TOP = 100;

/** `$top`, `$skip`, `$count` and `$skiptoken`, for a list that callers can neither filter nor order. */
export function pageOptions(defaultTop = DEFAULT_TOP, maxTop = MAX_TOP) {
  return {
    $top: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: maxTop,
        default: defaultTop,
        description: `Rows of a page, at most ${maxTop}.`,
      }),
    ),
    $skip: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000_000,
        default: 0,
        description: 'Rows to skip first.',
      }),
    ),
    $count: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether to say how many rows there are in all.' }),
    ),
    $skiptoken: Type.Optional(
      Type.String({
        maxLength: 1_000,
        description: 'From an `@odata.nextLink`; opaque.',
      }),
    ),
  };
}

/** `$filter` over the fields of the set. */
export function filterOption(set: EntitySet<Fields>) {
  const names = Object.keys({ ...set.fields, ...set.filters }).join(', ');
  return {
    $filter: Type.Optional(
      Type.String({
        maxLength: 5_000,
        description: [
          'Comparisons (eq, ne, gt, ge, lt, le),',
          `\`Field in (1,2)\` with at most ${MAX_KEYS} values,`,
          "and `contains(Field,'text')` (ignores case), joined by `and`.",
          'Texts are in single quotes, with quotes inside doubled; dates may be bare.',
          `Fields: ${names}.`,
        ].join(' '),
        examples: [`${set.key[0] ?? ''} in (1,2,3)`],
      }),
    ),
  };
}

/** `$orderby` over the fields of the set. */
function orderOption(set: EntitySet<Fields>) {
  const usual = set.order ? set.order.field : set.key.join(', ');
  return {
    $orderby: Type.Optional(
      Type.String({
        maxLength: 100,
        description: `One field, then \`asc\` or \`desc\`; by default ${usual}. Null is the least value.`,
      }),
    ),
  };
}

/** The query of a list. */
export function listQuery(set: EntitySet<Fields>) {
  return Type.Object({ ...filterOption(set), ...orderOption(set), ...pageOptions() });
}

/** The query of the first rows for each of many keys, grouped by one of the named fields. */
export function topPerQuery<const By extends readonly string[]>(set: EntitySet<Fields>, by: By) {
  const { $top, $skip, $count } = pageOptions();
  return Type.Object({
    by: Type.Enum<[...By]>([...by], { type: 'string', description: 'The field the rows are grouped by.' }),
    keys: Type.String({
      pattern: '^\\d{1,15}(,\\d{1,15})*$',
      description: `At most ${MAX_KEYS} values of that field, with commas between them.`,
      examples: ['1,2,3'],
    }),
    ...filterOption(set),
    ...orderOption(set),
    $top,
    $skip,
    $count,
  });
}

/** Refuses an undeclared parameter with problem 400 `unknown_parameter`: a misspelt `$filter` would otherwise return all rows. */
export async function refuseUnknownParameters(request: FastifyRequest): Promise<void> {
  const declared = request.routeOptions.schema?.querystring as { properties?: object } | undefined;
  const known = Object.keys(declared?.properties ?? {});
  for (const name of Object.keys(request.query as object)) {
    if (known.includes(name)) continue;
    const those = known.length === 0 ? 'none' : known.join(', ');
    throw new ProblemError(
      400,
      'unknown_parameter',
      `"${name}" is not a parameter here. There are: ${those}.`,
    );
  }
}

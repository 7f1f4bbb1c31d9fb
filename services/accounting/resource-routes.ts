import type { DatabaseSync } from 'node:sqlite';
import type { FastifySchema } from 'fastify';
import { Type, type Static, type TObject } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { ProblemError } from '../kit/problem.ts';
import { among, modifiedSince, splitKeys, text, textOrNull, when, type Condition } from './query.ts';
import {
  countGroups,
  countRows,
  readGroups,
  readPage,
  type GroupKey,
  type Paging,
  type Resource,
} from './resource.ts';
import { choice, Count, defaulted, GroupedCounts, keyList, problems } from './schemas/fields.ts';

const BATCH = { maxAge: 30 } as const;

/** Query parameters that have passed the schema of a resource's filters. */
type Filters = Static<TObject>;

/** The answers of a resource's routes. */
export interface ResourceAnswers {
  readonly list: TObject;
  /** Present if the resource can be grouped. */
  readonly groups?: TObject;
}

type GroupQuery = Paging & Filters & { readonly by: string; readonly keys: string };

/**
 * Adds `GET /<Name>` (a page) and `GET /<Name>/Count`, and, if the resource can be grouped, `/<Name>/Grouped` (a page for each of up to
 * 100 keys) and `/<Name>/GroupedCount`.
 */
export function addResource<F extends TObject>(
  app: ServiceApp,
  db: DatabaseSync,
  resource: Resource<F>,
  answers: ResourceAnswers,
): void {
  addList(app, db, resource, answers.list);
  addCount(app, db, resource);
  if (!answers.groups) return;
  addGrouped(app, db, resource, answers.groups);
  addGroupedCount(app, db, resource);
}

function addList(app: ServiceApp, db: DatabaseSync, resource: Resource, answer: TObject): void {
  const { name, updated } = resource;
  const schema: FastifySchema = {
    operationId: `list${name}`,
    summary: `One page of ${name}`,
    querystring: Type.Object({ ...resource.filters.properties, ...pagingParameters(resource) }),
    ...(updated === undefined ? {} : { headers: Headers }),
    response: { 200: ref(answer), ...problems() },
  };
  app.get<{ Querystring: Paging & Filters }>(`/${name}`, { schema, config: BATCH }, (request, reply) => {
    const conditions = resource.conditions(request.query);
    const since = updated === undefined ? undefined : modifiedSince(request.headers['if-modified-since']);
    if (updated !== undefined) void reply.header('Vary', 'If-Modified-Since');
    if (updated !== undefined && since !== undefined) {
      conditions.push(...when(`${updated} >= ?`, since));
      // A client that asks what is new has no use for what was new before.
      void reply.header('Cache-Control', 'no-store');
    }
    const toWire = since === undefined ? resource.toWire : withOrigin(resource);
    const { rows, hasMore } = readPage(db, resource, conditions, request.query, toWire);
    const { page, pageSize } = request.query;
    return { [name]: rows, Pagination: { Page: page, PageSize: pageSize, HasMore: hasMore } };
  });
}

function withOrigin({ toWire }: Resource): Resource['toWire'] {
  return (row) => ({
    ...(toWire(row) as object),
    CreatedAt: text(row, 'created_at'),
    CreatedByRequest: textOrNull(row, 'created_by'),
    UpdatedByRequest: textOrNull(row, 'updated_by'),
  });
}

function addCount(app: ServiceApp, db: DatabaseSync, resource: Resource): void {
  const schema: FastifySchema = {
    operationId: `count${resource.name}`,
    summary: `How many ${resource.name} match`,
    querystring: resource.filters,
    response: { 200: ref(Count), ...problems() },
  };
  app.get<{ Querystring: Filters }>(`/${resource.name}/Count`, { schema, config: BATCH }, (request) => ({
    Count: countRows(db, resource, resource.conditions(request.query)),
  }));
}

function addGrouped(app: ServiceApp, db: DatabaseSync, resource: Resource, answer: TObject): void {
  const { name } = resource;
  const schema: FastifySchema = {
    operationId: `group${name}`,
    summary: `One page of ${name} for each key`,
    querystring: Type.Object({
      ...resource.filters.properties,
      ...groupParameters(resource),
      ...pagingParameters(resource),
    }),
    response: { 200: ref(answer), ...problems() },
  };
  app.get<{ Querystring: GroupQuery }>(`/${name}/Grouped`, { schema, config: BATCH }, ({ query }) => {
    const { group, keys, conditions } = readGroupQuery(resource, query);
    const pages = readGroups(db, resource, group, conditions, query);
    return {
      Groups: keys.map(({ key, value }) => {
        const page = value === null ? undefined : pages.get(value);
        return { Key: key, [name]: page?.rows ?? [], HasMore: page?.hasMore ?? false };
      }),
    };
  });
}

function addGroupedCount(app: ServiceApp, db: DatabaseSync, resource: Resource): void {
  const schema: FastifySchema = {
    operationId: `countGrouped${resource.name}`,
    summary: `How many ${resource.name} match, for each key`,
    querystring: Type.Object({ ...resource.filters.properties, ...groupParameters(resource) }),
    response: { 200: ref(GroupedCounts), ...problems() },
  };
  const path = `/${resource.name}/GroupedCount`;
  app.get<{ Querystring: GroupQuery }>(path, { schema, config: BATCH }, ({ query }) => {
    const { group, keys, conditions } = readGroupQuery(resource, query);
    const counts = countGroups(db, resource, group, conditions);
    return {
      Groups: keys.map(({ key, value }) => ({
        Key: key,
        Count: value === null ? 0 : (counts.get(value) ?? 0),
      })),
    };
  });
}

interface GroupRead {
  readonly group: GroupKey;
  readonly keys: readonly { key: string; value: number | null }[];
  readonly conditions: Condition[];
}

function readGroupQuery(resource: Resource, query: GroupQuery): GroupRead {
  const group = resource.groups[query.by];
  if (!group) throw new ProblemError(400, 'bad_request', `by cannot be "${query.by}".`);
  const keys = splitKeys(query.keys, 'keys').map((key) => ({ key, value: group.parse(key) }));
  const values = keys.map(({ value }) => value);
  return { group, keys, conditions: [...resource.conditions(query), ...among(group.column, values)] };
}

const Headers = Type.Object({
  'if-modified-since': Type.Optional(
    Type.String({
      description:
        'Only rows whose UpdatedAt is at or after this HTTP date or ISO 8601 time. Rows of that very moment are ' +
        'in the answer, so repeating the request with the newest UpdatedAt seen misses nothing. To the millisecond for an ISO ' +
        '8601 time. Rows then say where they come from (`CreatedAt`, `CreatedByRequest`, `UpdatedByRequest`).',
    }),
  ),
});

function pagingParameters({ orders }: Resource) {
  const [byDefault = ''] = Object.keys(orders);
  return {
    page: defaulted(
      Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1, description: 'Number of the page.' }),
    ),
    pageSize: defaulted(
      Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'Most rows on the page.' }),
    ),
    order: Type.Optional(
      Type.String({
        pattern: `^(${Object.keys(orders).join('|')})( (ASC|DESC))?$`,
        description:
          `Field to order by, then ASC or DESC; \`${byDefault} ASC\` where it is left out. Equal rows are in ` +
          'the order of their numbers. New rows come last by number, so only an ascending walk meets each row once.',
      }),
    ),
  };
}

function groupParameters({ groups }: Resource) {
  return {
    by: choice(Object.keys(groups), 'Field whose values are the keys.'),
    keys: keyList('The keys.'),
  };
}

import {
  getNamedType,
  getOperationAST,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  parseType,
  print,
  visit,
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Sent } from '../runs/resume.ts';
import { errorsIn } from '../errors.ts';
import { isRecord } from './flatten.ts';

/** A query that reads one of its connections page by page. */
export interface Paged {
  /** The query for the page after a cursor; null for the first page. */
  readonly after: (cursor: string | null) => Sent;
  /** The place of the connection in its data. */
  readonly place: readonly string[];
}

/** The most rows that are loaded: beyond that a browser gets slow, and a report serves better. */
export const MAX_ROWS = 10_000;
/** The variable for the cursor, where the query has none. */
const CURSOR = 'isthmusAfter';

/**
 * The query that reads the list of a table (its `path`) page by page, otherwise unchanged. Null where it cannot: the list lies within
 * other rows or in a fragment, or is no connection.
 */
export function pagedBy(sent: Sent, path: string, schema: GraphQLSchema): Paged | null {
  const document = parse(sent.query, { noLocation: true });
  const operation = getOperationAST(document, sent.operationName);
  const root = schema.getQueryType();
  const place = path.split('.').slice(0, -1);
  if (operation?.operation !== OperationTypeNode.QUERY || !root || path.includes('[]')) return null;
  const found = fieldAt(operation.selectionSet, root, place);
  const argument = found?.definition.args.find(({ name }) => name === 'after');
  if (!found || !argument || !hasPages(found.definition)) return null;
  const given = found.field.arguments?.find(({ name }) => name.value === 'after')?.value;
  const variable = given?.kind === Kind.VARIABLE ? given.name.value : CURSOR;
  const start = given?.kind === Kind.STRING ? { [CURSOR]: given.value } : {};
  const paged = visit(document, {
    Field: (field) => (field === found.field ? withPage(field, variable) : undefined),
    OperationDefinition: {
      leave: (one) => {
        if (variable !== CURSOR || one.name?.value !== operation.name?.value) return undefined;
        const added = {
          kind: Kind.VARIABLE_DEFINITION,
          variable: variableNode(CURSOR),
          type: parseType(String(argument.type)),
        } as const;
        return { ...one, variableDefinitions: [...(one.variableDefinitions ?? []), added] };
      },
    },
  });
  const query = print(paged);
  const after = (cursor: string | null) => {
    const position = cursor === null ? start : { [variable]: cursor };
    return { ...sent, query, variables: { ...sent.variables, ...position } };
  };
  return { after, place };
}

/**
 * Reads all pages, until there are `MAX_ROWS` rows, and gives the last answer with the rows and errors of all. `progress` is told how many
 * rows there are so far. Throws if a page does not come.
 */
export async function loadAll(
  { after, place }: Paged,
  send: (sent: Sent) => Promise<unknown>,
  progress: (count: number) => void,
): Promise<unknown> {
  const lists = new Map<string, unknown[]>();
  const errors: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const answer = await send(after(cursor));
    const page = pageAt(answer, place);
    if (page === null) throw new Error(errorsIn(answer).join(' ') || 'The graph answered without the list.');
    errors.push(...errorsIn(answer));
    for (const [name, items] of Object.entries(page)) {
      if (!Array.isArray(items)) continue;
      const all = [...(lists.get(name) ?? []), ...(items as unknown[])];
      lists.set(name, all);
      page[name] = all;
    }
    const count = Math.max(0, ...[...lists.values()].map(({ length }) => length));
    progress(count);
    const next = nextOf(page);
    if (next === null || next === cursor || count >= MAX_ROWS) return { ...(answer as object), errors };
    cursor = next;
  }
}

interface Found {
  readonly field: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** The field whose value stands at this place of the data; null if it is in a fragment or unknown. */
function fieldAt(
  { selections }: SelectionSetNode,
  type: GraphQLNamedType,
  [key, ...rest]: readonly string[],
): Found | null {
  const field = selections
    .filter((one) => one.kind === Kind.FIELD)
    .find(({ alias, name }) => (alias ?? name).value === key);
  const definition = field && isObjectType(type) ? type.getFields()[field.name.value] : undefined;
  if (!field || !definition) return null;
  if (rest.length === 0) return { field, definition };
  return field.selectionSet ? fieldAt(field.selectionSet, getNamedType(definition.type), rest) : null;
}

function hasPages({ type }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  return isObjectType(named) && 'pageInfo' in named.getFields();
}

/** The same connection after the cursor in a variable, with the cursor of the next page. */
function withPage(field: FieldNode, variable: string): FieldNode {
  const others = (field.arguments ?? []).filter(({ name }) => name.value !== 'after');
  const argument: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: variableNode(variable),
  };
  const pageInfo = fieldNode('pageInfo', [fieldNode('hasNextPage'), fieldNode('endCursor')]);
  const selections = [...(field.selectionSet?.selections ?? []), pageInfo];
  return {
    ...field,
    arguments: [...others, argument],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function variableNode(name: string) {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
}

function fieldNode(name: string, selections?: readonly FieldNode[]): FieldNode {
  const field = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } } as const;
  return selections ? { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } } : field;
}

function pageAt(answer: unknown, place: readonly string[]): Record<string, unknown> | null {
  const data = isRecord(answer) ? answer['data'] : null;
  const page = place.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : null), data);
  return isRecord(page) ? page : null;
}

function nextOf({ pageInfo }: Record<string, unknown>): string | null {
  if (!isRecord(pageInfo) || pageInfo['hasNextPage'] !== true) return null;
  return typeof pageInfo['endCursor'] === 'string' ? pageInfo['endCursor'] : null;
}

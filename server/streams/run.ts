import { execute, type GraphQLFormattedError } from 'graphql';
import type { Cursor } from '../../changes/event.ts';
import type { Dependencies } from '../../datasources/cache/cache.ts';
import type { Context } from '../../resolvers/context.ts';
import { demandOf } from '../freshness/demand.ts';
import { publicErrors } from '../errors.ts';
import { sizeFault } from '../limits/answer-size.ts';
import type { StreamParts } from './parts.ts';
import type { LongLivedOperation } from './operations.ts';

/** The result of one run of a long-lived operation. */
export interface RunResult extends Dependencies {
  /** JSON text of the result: an object with `data`, `errors` or both, and `extensions` if there are any; errors come first. */
  readonly text: string;
  /** The same without the ages of stale parts, for comparing results. */
  readonly comparable: string;
  /** Whether it may change soon without an announced change, because it has stale parts, or errors that another run may not have. */
  readonly isProvisional: boolean;
}

/** The input of a run: the variables, as the client sent them, and the root value. */
export interface RunInput {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly root: unknown;
  /** The cursor to include in the `extensions` of the result; null for none. */
  readonly cursor: Cursor | null;
}

/** Errors that recur in every run until something changes: forbidden or invalid requests. All others may be temporary. */
const PERMANENT_CODES: ReadonlySet<unknown> = new Set([
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'BAD_USER_INPUT',
  'OPERATION_TOO_LARGE',
]);

/** Whether a result has errors, judged by its text. */
export function hasErrors(text: string): boolean {
  return text.startsWith('{"errors":');
}

/** Runs an operation once: by its plan or, if that falls back, by graphql-js in the same context. Never rejects. */
export async function runOnce(
  parts: StreamParts,
  operation: LongLivedOperation,
  given: RunInput,
  context: Context,
): Promise<RunResult> {
  const { config, cache } = parts;
  const grant = operation.needs.grantTo(context.principal);
  const options = {
    limits: config.limits,
    keepTemplates: cache.keepsValues,
    isGuarded: grant === 'own',
  };
  const compiled = grant === 'none' ? null : operation.compiled;
  const executed = await compiled?.run(context, given.variables, options, given.root);
  if (executed && context.reads.standIns.size === 0) {
    const end = given.cursor === null ? '' : `,"extensions":{"cursor":"${given.cursor}"}`;
    const text = `{"data":${executed.data}${end}}`;
    return { text, comparable: text, isProvisional: false, ...dependenciesOf(context, parts) };
  }
  const result = await runWithGraphqlJs(parts, operation, given, context);
  const { document, name: operationName = null } = operation;
  const stale = await parts.provenance.of({ ...given, document, operationName }, context);
  const text = textOf(result, given, stale);
  const comparable = textOf(
    result,
    given,
    stale.map(({ path, system }) => ({ path, system })),
  );
  const isProvisional = stale.length > 0 || !(result.errors ?? []).every(isPermanent);
  return { text, comparable, isProvisional, ...dependenciesOf(context, parts) };
}

function isPermanent({ extensions }: GraphQLFormattedError): boolean {
  return PERMANENT_CODES.has(extensions?.['code']);
}

function textOf(result: GraphqlJsResult, { cursor }: RunInput, provenance: readonly object[]): string {
  const extensions = {
    ...(cursor === null ? {} : { cursor }),
    ...(provenance.length === 0 ? {} : { provenance }),
  };
  return JSON.stringify(Object.keys(extensions).length === 0 ? result : { ...result, extensions });
}

/** What has been read in a context so far. */
export function dependenciesOf(
  { reads: { entries, isPersonal } }: Context,
  { cache }: StreamParts,
): Dependencies {
  if (!cache.options.isOn || isPersonal) return { tags: null, freshUntil: -Infinity };
  const freshUntil = entries.reduce((least, { softAt }) => Math.min(least, softAt), Infinity);
  return { tags: [...new Set(entries.flatMap(({ tags }) => tags))], freshUntil };
}

/** The result of graphql-js. Errors come first, which identifies a text that has some. */
interface GraphqlJsResult {
  readonly errors?: readonly GraphQLFormattedError[];
  readonly data?: unknown;
}

async function runWithGraphqlJs(
  parts: StreamParts,
  { document, definition, name }: LongLivedOperation,
  { variables, root }: RunInput,
  context: Context,
): Promise<GraphqlJsResult> {
  const { schema, log, items, config } = parts;
  const toPublic = (errors: readonly unknown[]) => publicErrors(errors, context.requestId, log);
  try {
    context.reads.demand = demandOf(schema, definition, variables);
    const { data, errors } = await execute({
      schema,
      document,
      rootValue: root,
      contextValue: context,
      variableValues: variables,
      operationName: name ?? null,
    });
    const result = {
      ...(errors ? { errors: toPublic(errors) } : {}),
      ...(data === undefined ? {} : { data }),
    };
    const fault = items.faultOf(context) ?? sizeFault(result, context, config.limits);
    return fault ? { errors: toPublic([fault]), data: null } : result;
  } catch (error) {
    return { errors: toPublic([error]), data: null };
  }
}

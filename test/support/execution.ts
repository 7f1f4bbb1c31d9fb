import { execute, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import * as domains from '../../resolvers/domains.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { openSystem, type OpenSystem, type System } from '../../datasources/system.ts';
import { readConfig } from '../../server/config.ts';
import { createContext } from '../../server/context.ts';
import { DetachedWork } from '../../server/detached.ts';
import { OPEN } from '../../server/identity/principals.ts';
import { withEmbeddedUrls } from '../../server/start/embedded.ts';
import { compileOperation } from '../../server/execution/compile.ts';
import { buildGraph, entitiesOf, systemsOf } from '../../server/graph.ts';
import { DryRun } from '../../server/limits/calls/dry-run.ts';
import { limitItems } from '../../server/limits/items.ts';
import { createLog } from '../../server/log.ts';
import { PATIENCE, type Product } from './product.ts';
import { cacheless } from './source.ts';

/** Limits far above what tests request. */
export const MANY = { items: 100_000, answerBytes: 100_000_000 };

/** The gateway's schema and contexts, for running operations without a transport. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly newContext: (signal?: AbortSignal, requestId?: string, principal?: Principal) => Context;
  /** Predicts the calls of an operation. */
  readonly dryRun: DryRun;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Opens a graph over the systems of a product. */
export async function openGraph(product: Product, items = MANY.items): Promise<Graph> {
  const log = createLog({ level: 'silent', pretty: false });
  const ports = Object.fromEntries(
    Object.keys(product.systems).map((name) => [`${name.toUpperCase()}_PORT`, '0']),
  );
  const wanted = readConfig({ ...PATIENCE, ...ports }, systemsOf(domains));
  const never = new Promise<never>(() => undefined);
  const config = withEmbeddedUrls(wanted, {
    urls: product.systems,
    lost: never,
    close: () => Promise.resolve(),
  });
  const systems = new Map<System<unknown>, OpenSystem<unknown>>();
  for (const settings of config.systems) {
    systems.set(settings.system, openSystem(settings.system, settings, cacheless(), log));
  }
  const parts = {
    entities: entitiesOf(domains),
    systems,
    settings: { reservationSeconds: 60, maxPage: 100 },
    changesCursor: async () => 'test.0',
    admin: nobody,
    webhooks: nobody,
    log,
    timeoutMs: 60_000,
    detached: new DetachedWork(),
  };
  const schema = buildGraph(domains);
  limitItems(schema, items);
  return {
    schema,
    newContext: (signal = new AbortController().signal, requestId = 'test', principal = OPEN) =>
      createContext(parts, { requestId, signal }, principal),
    dryRun: new DryRun(schema, parts, config.systems),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...systems.values()].map((system) => system.close()));
    },
  };
}

/** The result of an operation, as text, so that results can be compared byte for byte. */
export interface Outcome {
  readonly data: string;
  readonly errors: string;
  /** Whether the compiled operation answered, rather than the plain executor. */
  readonly isShort: boolean;
}

/** Parses a query and validates it against the schema; throws if it is not valid. */
export function documentOf({ schema }: Graph, query: string): DocumentNode {
  const document = parse(query, { noLocation: false });
  const [fault] = validate(schema, document);
  if (fault) throw fault;
  return document;
}

/** Runs an operation with graphql-js. */
export async function runPlain(
  { schema }: Graph,
  document: DocumentNode,
  contextValue: Context,
  variableValues: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  const { data, errors = [] } = await execute({ schema, document, contextValue, variableValues });
  return {
    data: JSON.stringify(data ?? null),
    errors: JSON.stringify(errors.map(comparable)),
    isShort: false,
  };
}

function comparable(error: unknown): unknown {
  const { message, path, locations } = error as { message: string; path: unknown; locations: unknown };
  return { message, path, locations };
}

/** Runs an operation compiled, falling back to the plain executor in the same context if the compiled one gives up. */
export async function runShort(
  graph: Graph,
  document: DocumentNode,
  context: Context,
  variables: Readonly<Record<string, unknown>> = {},
  compiled = compileOperation(graph.schema, document, undefined),
  keepTemplates = false,
): Promise<Outcome> {
  const answer = await compiled?.run(context, variables, { limits: MANY, keepTemplates });
  if (answer) return { data: answer.data, errors: '[]', isShort: true };
  return runPlain(graph, document, context, variables);
}

function nobody(): never {
  throw new Error('There are no operators here.');
}

import { HeaderMap, type ApolloServerPlugin, type GraphQLRequest } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { requestRefusal } from '../errors.ts';
import { MAX_VISITED_FIELDS, type DryRun, type CallCounts } from './calls/dry-run.ts';
import { TooManyFieldsError } from './calls/walk.ts';
import type { DocumentValidator } from './document-validator.ts';
import type { Limits } from './limits.ts';

/** What a client may request in the `extensions` of its request: the cost along with the answer, or the cost and nothing else. */
export type CostExtension = 'cost' | 'dryRun';

const COST_EXTENSIONS: readonly CostExtension[] = ['cost', 'dryRun'];

/**
 * Why it is unclear whether a request asks for this. Anything but a boolean is refused, so that a client that meant a dry run does not have
 * the operation executed.
 */
export function costExtensionFault({ extensions }: Pick<GraphQLRequest, 'extensions'>): GraphQLError | null {
  const given = (extensions ?? {}) as Readonly<Record<string, unknown>>;
  const unclear = COST_EXTENSIONS.find(
    (name) => Object.hasOwn(given, name) && typeof given[name] !== 'boolean',
  );
  if (unclear === undefined) return null;
  const message = `"extensions.${unclear}" must be true or false, got ${kindOf(given[unclear])}.`;
  return requestRefusal('BAD_REQUEST', message);
}

/** Names a value that is no boolean. Objects and lists only by kind: they may be nested more deeply than can be printed. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** Whether a request asks for this, with `true`. */
export function isRequested(
  { extensions }: Pick<GraphQLRequest, 'extensions'>,
  what: CostExtension,
): boolean {
  return (extensions as Readonly<Record<string, unknown>> | null | undefined)?.[what] === true;
}

/**
 * Reports in `extensions.cost` what an operation costs and what the limit is, to clients that request it. A dry run reports that, and the
 * calls to systems, without executing the operation; it may exceed the limit, because that is its purpose.
 */
export function costReport(
  validator: DocumentValidator,
  dryRun: DryRun,
  { cost: limit }: Pick<Limits, 'cost'>,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ request }) => {
      const isDry = isRequested(request, 'dryRun');
      if (!isDry && !isRequested(request, 'cost')) return undefined;
      return {
        responseForOperation: async () =>
          isDry
            ? {
                http: { headers: new HeaderMap() },
                body: { kind: 'single', singleResult: { data: null } },
              }
            : null,
        willSendResponse: async ({ document, operation, response: { body }, contextValue }) => {
          if (!document || !operation || body.kind !== 'single' || body.singleResult.data === undefined)
            return;
          const variables = request.variables ?? {};
          const requested = validator.costOf(document, operation).of(variables);
          const calls = isDry
            ? callsOf(() => dryRun.of(document, operation, variables, contextValue.principal))
            : {};
          const cost = { requested, limit, ...calls };
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
      };
    },
  };
}

/** The calls, or why they are not reported: computing them takes time that a dry run does not pay for. */
function callsOf(count: () => CallCounts): CallCounts | { readonly callsUnknown: string } {
  try {
    return count();
  } catch (error) {
    if (!(error instanceof TooManyFieldsError)) throw error;
    const found = `The operation has more than ${MAX_VISITED_FIELDS} fields, each counted for every type that its parent may be of.`;
    return { callsUnknown: `${found} Ask about a part of it.` };
  }
}

import { execute } from 'graphql';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Context } from '../../resolvers/context.ts';
import { publicError, requestRefusal } from '../errors.ts';
import type { StandingParts } from './parts.ts';
import type { StandingOperation } from './check.ts';

/** What one run of an operation that stands gave. */
export interface Ran {
  /** JSON text of the result, an object with `data`, `errors` or both. */
  readonly text: string;
  /** What it was made of; null where that is not known, so that any change may be one of it. */
  readonly tags: ReadonlySet<Tag> | null;
}

/** What a run is given: values for the variables, as the client has sent them, and of the root. */
export interface RunWith {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly root: unknown;
}

/**
 * Runs an operation once: by its plan, and where that steps aside, by graphql-js in the same context. Never rejects. It has to itself
 * the time that any operation has.
 */
export async function runOnce(
  parts: StandingParts,
  operation: StandingOperation,
  { variables, root }: RunWith,
  requestId: string,
): Promise<Ran> {
  const { config, cache } = parts;
  const signal = AbortSignal.timeout(config.requestTimeoutMs);
  const context = parts.contextFor({ requestId, signal });
  const { isOn, memoryBytes } = cache.options;
  const options = { items: config.limits.items, keepTemplates: isOn && memoryBytes > 0 };
  const executed = await operation.compiled?.run(context, variables, options, root);
  const text = executed
    ? `{"data":${executed.data}}`
    : JSON.stringify(await runPlain(parts, operation, { variables, root }, context));
  const { entries, isPersonal } = context.reads;
  return { text, tags: isOn && !isPersonal ? new Set(entries.flatMap(({ tags }) => tags)) : null };
}

async function runPlain(
  parts: StandingParts,
  { document, name }: StandingOperation,
  { variables, root }: RunWith,
  context: Context,
): Promise<object> {
  const { schema, log, items } = parts;
  const told = (error: unknown) => publicError(error, context.requestId, log);
  try {
    const { data, errors } = await execute({
      schema,
      document,
      rootValue: root,
      contextValue: context,
      variableValues: variables,
      operationName: name ?? null,
    });
    if (items.isExceeded(context)) {
      const message = `The answer holds more than ${parts.config.limits.items} items of lists. Ask for less at once.`;
      return { errors: [told(requestRefusal('OPERATION_TOO_LARGE', message))], data: null };
    }
    return { ...(errors ? { errors: errors.map(told) } : {}), ...(data === undefined ? {} : { data }) };
  } catch (error) {
    return { errors: [told(error)], data: null };
  }
}

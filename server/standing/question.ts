import { getVariableValues, Kind, type FieldNode } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import type { Cursor } from '../../changes/event.ts';
import type { StandingParts } from './parts.ts';
import { RefusedError, throttleOf, type StandingOperation } from './check.ts';
import type { LiveQuestion } from './live-group.ts';
import type { FeedQuestion } from './rendering.ts';
import type { StandingRequest } from './standing.ts';

/** A question, and what all who ask the same have in common. */
export interface Keyed<Question> {
  readonly key: string;
  readonly question: Question;
}

type Variables = Readonly<Record<string, unknown>>;

/** What a live query asks. Throws {@link RefusedError} on variables that do not fit. */
export function liveQuestionOf({ schema }: StandingParts, request: StandingRequest): Keyed<LiveQuestion> {
  const { operation, variables } = request;
  const throttleMs = throttleOf(schema, operation.definition, coerced(request, schema));
  return { key: keyOf(request, variables), question: { operation, variables, throttleMs } };
}

/**
 * What a subscription asks, and from where on: that is no part of the question, as those who came back go on with all others. Throws
 * {@link RefusedError} on variables that do not fit.
 */
export function feedQuestionOf(
  { schema }: StandingParts,
  request: StandingRequest,
): Keyed<FeedQuestion> & { readonly after: Cursor | null } {
  const { operation, variables } = request;
  const { does } = operation;
  const field = does.is === 'subscription' && schema.getSubscriptionType()?.getFields()[does.node.name.value];
  if (!field) throw new Error('Only a subscription has a feed.');
  const args = getArgumentValues(field, does.node, coerced(request, schema));
  const after = typeof args['after'] === 'string' ? args['after'] : request.after;
  const others = without(variables, variableOf(does.node, 'after'));
  return { key: keyOf(request, others), after, question: { operation, feed: does.feed, variables, args } };
}

function coerced({ operation, variables }: StandingRequest, schema: StandingParts['schema']): Variables {
  const { variableDefinitions = [] } = operation.definition;
  const { coerced: values, errors } = getVariableValues(schema, variableDefinitions, variables, {
    maxErrors: 10,
  });
  if (errors) throw new RefusedError(errors);
  return values;
}

/** The name of the variable that an argument is given by; null where it is given otherwise. */
function variableOf({ arguments: args }: FieldNode, name: string): string | null {
  const value = args?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : null;
}

function without(variables: Variables, name: string | null): Variables {
  if (name === null) return variables;
  return Object.fromEntries(Object.entries(variables).filter(([other]) => other !== name));
}

function keyOf(
  { operation, rights }: { operation: StandingOperation; rights: string },
  variables: Variables,
) {
  return `${rights} ${operation.hash} ${operation.name ?? ''} ${JSON.stringify(variables)}`;
}

import { getDirectiveValues, getVariableValues, type GraphQLSchema } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import { compareCursors } from '../../changes/compare.ts';
import type { Cursor } from '../../changes/event.ts';
import { requestRefusal } from '../errors.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { onlyOwn } from '../identity/owned-argument.ts';
import { grantOf, refusalOf } from '../identity/requirement.ts';
import type { Rule } from '../identity/rule.ts';
import type { StandingParts } from './parts.ts';
import { RefusedError, type StandingOperation, type Subscribes } from './check.ts';
import type { LiveQuestion } from './live-group.ts';
import type { FeedQuestion } from './rendering.ts';
import type { StandingRequest } from './standing.ts';

/** A question, and what all who ask the same have in common. */
export interface Keyed<Question> {
  readonly key: string;
  readonly question: Question;
}

/** What a subscription asks, and from where on; null from now on. */
export interface KeyedFeed extends Keyed<FeedQuestion> {
  readonly after: Cursor | null;
}

type Variables = Readonly<Record<string, unknown>>;

/** What a live query asks. Throws {@link RefusedError} on variables that do not fit. */
export function liveQuestionOf(parts: StandingParts, request: StandingRequest): Keyed<LiveQuestion> {
  const { operation, principal } = request;
  const throttleMs = throttleOf(parts.schema, operation, coerced(parts, request));
  const variables = declared(request, null);
  return { key: keyOf(request, variables), question: { operation, principal, variables, throttleMs } };
}

/**
 * What a subscription asks. From where on is no part of the question, as those who came back go on with all others. Throws
 * {@link RefusedError} on variables that do not fit.
 */
export function feedQuestionOf(
  parts: StandingParts,
  request: StandingRequest,
  { feed, node, afterVariable, rule }: Subscribes,
): KeyedFeed {
  const { operation, principal } = request;
  const field = parts.schema.getSubscriptionType()?.getFields()[node.name.value];
  if (!field) throw new Error('Only a subscription has a feed.');
  const asked = getArgumentValues(field, node, coerced(parts, request));
  const { args, isOwn } = admitted(rule, principal, asked);
  const given = typeof args['after'] === 'string' ? args['after'] : null;
  // A run is given the cursor of whoever came first, as the operation may want one; it makes no difference to what is told.
  const question = { operation, principal, feed, variables: declared(request, null), args, isOwn };
  return {
    key: keyOf(request, declared(request, afterVariable)),
    after: later(given, request.after),
    question,
  };
}

/**
 * What somebody may be told of what he asks for, and whether each event has to be his own. Throws {@link UnauthenticatedError} and
 * {@link ForbiddenError}: a subscription that could never tell anything would look like one of which nothing happens.
 */
function admitted(
  rule: Rule | null,
  principal: Principal,
  args: Variables,
): { readonly args: Variables; readonly isOwn: boolean } {
  if (!rule?.requirement || principal.isOpen) return { args, isOwn: false };
  const grant = grantOf(principal, rule.requirement);
  if (grant === 'all') return { args, isOwn: false };
  if (grant === 'none' || rule.ownedBy === null || principal.customer === null)
    throw refusalOf(principal, rule.requirement);
  return { args: onlyOwn(args, rule.ownedBy, principal.customer), isOwn: true };
}

/** Milliseconds that are to lie between two answers. */
function throttleOf(schema: GraphQLSchema, { definition }: StandingOperation, variables: Variables): number {
  const directive = schema.getDirective('live');
  const values = directive && getDirectiveValues(directive, definition, variables);
  const throttle = Number(values?.['throttle'] ?? 0);
  if (throttle >= 0) return throttle;
  const message = `@live(throttle:) is 0 or more, not ${throttle}.`;
  throw new RefusedError([requestRefusal('BAD_USER_INPUT', message)]);
}

function coerced({ schema, config }: StandingParts, { operation, variables }: StandingRequest): Variables {
  const { variableDefinitions = [] } = operation.definition;
  const { coerced: values, errors } = getVariableValues(schema, variableDefinitions, variables, {
    maxErrors: 10,
    hideSuggestions: !config.introspection,
  });
  if (errors) throw new RefusedError(errors, 'BAD_USER_INPUT');
  return values;
}

/** The variables that the operation knows, as the client has sent them, in the operation's order, all but one. */
function declared({ operation, variables }: StandingRequest, except: string | null): Variables {
  const names = (operation.definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const given = names.filter((name) => name !== except && Object.hasOwn(variables, name));
  return Object.fromEntries(given.map((name) => [name, variables[name]]));
}

/**
 * Browsers come back to the same address, with the cursor that they began with, and tell by a header field what they have since. Where
 * that is no cursor of the same log, what was asked in so many words counts.
 */
function later(given: Cursor | null, told: Cursor | null): Cursor | null {
  if (given === null || told === null) return given ?? told;
  return compareCursors(told, given) > 0 ? told : given;
}

function keyOf({ operation, principal }: StandingRequest, variables: Variables): string {
  return `${operation.needs.rightsOf(principal)} ${operation.hash} ${operation.name ?? ''} ${JSON.stringify(variables)}`;
}

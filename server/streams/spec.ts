import { getDirectiveValues, getVariableValues, type GraphQLSchema } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import { compareCursors } from '../../changes/cursor.ts';
import type { Cursor } from '../../changes/event.ts';
import { requestRefusal } from '../errors.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { onlyOwn } from '../identity/owned-argument.ts';
import { grantOf, refusalOf } from '../identity/requirement.ts';
import type { Rule } from '../identity/rule.ts';
import type { Variables } from '../limits/lengths.ts';
import type { StreamParts } from './parts.ts';
import { RefusedOperationError, type LongLivedOperation, type SubscriptionKind } from './operations.ts';
import type { LiveQuerySpec } from './live-group.ts';
import type { SubscriptionSpec } from './rendering.ts';
import type { StreamRequest } from './streams.ts';

/** The spec of an operation, and the key shared by all clients with the same spec. */
export interface Keyed<Spec> {
  readonly key: string;
  readonly spec: Spec;
  /** The caller whose share of the memory for all of them it takes, if it is the first; null for none. */
  readonly holder: string | null;
}

/** The spec of a subscription, and the cursor to start after; null starts with new events. */
export interface KeyedSubscription extends Keyed<SubscriptionSpec> {
  readonly after: Cursor | null;
}

/** The spec of a live query. Throws {@link RefusedOperationError} on invalid variables. */
export function liveQueryOf(parts: StreamParts, request: StreamRequest): Keyed<LiveQuerySpec> {
  const { operation, principal, holder } = request;
  const asked = throttleOf(parts.schema, operation, coercedVariables(parts, request));
  const throttleMs = Math.max(asked, parts.config.streams.minThrottleMs);
  const variables = declaredVariables(request, null);
  return { key: keyOf(request, variables), spec: { operation, principal, variables, throttleMs }, holder };
}

/**
 * The spec of a subscription. The start cursor is not part of it, because returning clients end up with all the others. Throws {@link
 * RefusedOperationError} on invalid variables.
 */
export function subscriptionOf(
  parts: StreamParts,
  request: StreamRequest,
  { selector, node, afterVariable, rule }: SubscriptionKind,
): KeyedSubscription {
  const { operation, principal } = request;
  const field = parts.schema.getSubscriptionType()?.getFields()[node.name.value];
  if (!field) throw new Error('Only a subscription has a selector.');
  const values = getArgumentValues(field, node, coercedVariables(parts, request));
  const { args, isOwn } = admitted(rule, principal, values);
  const given = typeof args['after'] === 'string' ? args['after'] : null;
  // Runs use the variables of the first client, including its cursor, because the operation may require one. It does not affect the
  // results.
  const spec = { operation, principal, selector, variables: declaredVariables(request, null), args, isOwn };
  return {
    key: keyOf(request, declaredVariables(request, afterVariable)),
    after: laterCursor(given, request.after),
    spec,
    holder: request.holder,
  };
}

/**
 * The events that a caller may receive, and whether each must be the caller's own. Throws {@link UnauthenticatedError} and {@link
 * ForbiddenError}: a subscription that could never report anything would look like one without events.
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

/** The minimum number of milliseconds between two answers. */
function throttleOf(schema: GraphQLSchema, { definition }: LongLivedOperation, variables: Variables): number {
  const directive = schema.getDirective('live');
  const values = directive && getDirectiveValues(directive, definition, variables);
  const throttle = Number(values?.['throttle'] ?? 0);
  if (throttle >= 0) return throttle;
  const message = `@live(throttle:) is 0 or more, not ${throttle}.`;
  throw new RefusedOperationError([requestRefusal('BAD_USER_INPUT', message)]);
}

function coercedVariables(
  { schema, config }: StreamParts,
  { operation, variables }: StreamRequest,
): Variables {
  const { variableDefinitions = [] } = operation.definition;
  const { coerced: values, errors } = getVariableValues(schema, variableDefinitions, variables, {
    maxErrors: 10,
    hideSuggestions: !config.introspection,
  });
  if (errors) throw new RefusedOperationError(errors, 'BAD_USER_INPUT');
  return values;
}

/** The variables that the operation declares, as the client sent them, in the order of the operation, except for one. */
function declaredVariables({ operation, variables }: StreamRequest, except: string | null): Variables {
  const names = (operation.definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const given = names.filter((name) => name !== except && Object.hasOwn(variables, name));
  return Object.fromEntries(given.map((name) => [name, variables[name]]));
}

/**
 * Browsers reconnect to the same URL, with the cursor that they started with, and send the last one they received in a header field. If
 * that is not a cursor of the same log, the explicit argument counts.
 */
function laterCursor(argument: Cursor | null, header: Cursor | null): Cursor | null {
  if (argument === null || header === null) return argument ?? header;
  return compareCursors(header, argument) > 0 ? header : argument;
}

function keyOf({ operation, principal }: StreamRequest, variables: Variables): string {
  return `${operation.needs.rightsOf(principal)} ${operation.hash} ${operation.name ?? ''} ${JSON.stringify(variables)}`;
}

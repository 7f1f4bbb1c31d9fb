import { mapOutcome, type Outcome } from '../../datasources/errors.ts';
import { idOf } from '../../datasources/ids.ts';
import { toGraphFilter } from '../change-filter.ts';
import type { WebhookOutcome, WebhookState } from '../generated/types.ts';
import { toGlobalId } from '../global-id.ts';
import { payloadOf } from '../mutation.ts';
import type { AttemptView, DeliveryOutcome, DeliveryView, WebhookView, WebhookWithSecret } from './admin.ts';
import { dateOf } from '../date.ts';

const STATES: Readonly<Record<WebhookView['state'], WebhookState>> = {
  active: 'ACTIVE',
  paused: 'PAUSED',
  failed: 'FAILED',
  gone: 'GONE',
};

/** The delivery outcomes, by their names in the schema. */
export const OUTCOMES: Readonly<Record<WebhookOutcome, DeliveryOutcome>> = {
  PENDING: 'pending',
  DELIVERED: 'delivered',
  FAILED: 'failed',
};

const OUTCOME_NAMES = Object.fromEntries(
  Object.entries(OUTCOMES).map(([name, outcome]) => [outcome, name]),
) as Readonly<Record<DeliveryOutcome, WebhookOutcome>>;

/** Converts a webhook to its form in the graph. */
export function toGraphWebhook(webhook: WebhookView) {
  const { id, filter, state, stateSince, createdAt, retryNotBefore, formerSecretUntil, gap } = webhook;
  return {
    ...webhook,
    id: idOf<'Webhook'>(id),
    filter: toGraphFilter(filter),
    state: STATES[state],
    stateSince: new Date(stateSince),
    createdAt: new Date(createdAt),
    retryNotBefore: dateOf(retryNotBefore),
    formerSecretUntil: dateOf(formerSecretUntil),
    gap: gap && { ...gap, at: new Date(gap.at) },
  };
}

/** Converts a delivery to its form in the graph. */
export function toGraphDelivery({ id, outcome, nextTryAt, event, attempts }: DeliveryView) {
  return {
    id: idOf<'WebhookDelivery'>(id),
    outcome: OUTCOME_NAMES[outcome],
    nextTryAt: dateOf(nextTryAt),
    event: {
      ...event,
      entityId: toGlobalId(event.entity, event.id),
      changedFields: event.fields,
      recordedAt: new Date(event.recordedAt),
    },
    attempts: attempts.map(toGraphAttempt),
  };
}

/** Converts an attempt to its form in the graph. */
export function toGraphAttempt(attempt: AttemptView) {
  return { ...attempt, at: new Date(attempt.at) };
}

/** The payload of a mutation that creates a secret; `prefix` is the path of the argument that the refused fields belong to. */
export function secretPayload(outcome: Outcome<WebhookWithSecret>, prefix: readonly string[]) {
  const secret = outcome.ok ? outcome.value.secret : null;
  const webhook = mapOutcome(outcome, (made) => toGraphWebhook(made.webhook));
  return { ...payloadOf('webhook', webhook, prefix), secret };
}

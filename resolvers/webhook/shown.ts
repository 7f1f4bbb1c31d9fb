import { mapOutcome, type Outcome } from '../../datasources/errors.ts';
import { idOf } from '../../datasources/ids.ts';
import { shownFilter } from '../change-filter.ts';
import type { WebhookOutcome, WebhookState } from '../generated/types.ts';
import { toGlobalId } from '../global-id.ts';
import { payloadOf } from '../mutation.ts';
import type { SeenAttempt, SeenDelivery, SeenWebhook, WithSecret } from './admin.ts';
import { dateOf } from '../moment.ts';

const STATES: Readonly<Record<SeenWebhook['state'], WebhookState>> = {
  active: 'ACTIVE',
  paused: 'PAUSED',
  failed: 'FAILED',
  gone: 'GONE',
};
const OUTCOMES: Readonly<Record<SeenDelivery['outcome'], WebhookOutcome>> = {
  pending: 'PENDING',
  delivered: 'DELIVERED',
  failed: 'FAILED',
};

/** Converts a webhook to its form in the graph. */
export function shownWebhook(webhook: SeenWebhook) {
  const { id, filter, state, stateSince, createdAt, retryNotBefore, formerSecretUntil, gap } = webhook;
  return {
    ...webhook,
    id: idOf<'Webhook'>(id),
    filter: shownFilter(filter),
    state: STATES[state],
    stateSince: new Date(stateSince),
    createdAt: new Date(createdAt),
    retryNotBefore: dateOf(retryNotBefore),
    formerSecretUntil: dateOf(formerSecretUntil),
    gap: gap && { ...gap, at: new Date(gap.at) },
  };
}

/** Converts a delivery to its form in the graph. */
export function shownDelivery({ id, outcome, nextTryAt, event, attempts }: SeenDelivery) {
  return {
    id: idOf<'WebhookDelivery'>(id),
    outcome: OUTCOMES[outcome],
    nextTryAt: dateOf(nextTryAt),
    event: {
      ...event,
      entityId: toGlobalId(event.entity, event.id),
      changedFields: event.fields,
      recordedAt: new Date(event.recordedAt),
    },
    attempts: attempts.map(shownAttempt),
  };
}

/** Converts an attempt to its form in the graph. */
export function shownAttempt(attempt: SeenAttempt) {
  return { ...attempt, at: new Date(attempt.at) };
}

/** The payload of a mutation that creates a secret; `prefix` is the path of the argument that the refused fields belong to. */
export function secretPayload(outcome: Outcome<WithSecret>, prefix: readonly string[]) {
  const secret = outcome.ok ? outcome.value.secret : null;
  const shown = mapOutcome(outcome, (made) => shownWebhook(made.webhook));
  return { ...payloadOf('webhook', shown, prefix), secret };
}

import { messageId, type Attempt, type Delivery } from '../../changes/webhooks/delivery.ts';
import type { Endpoint } from '../../changes/webhooks/endpoint.ts';
import type { Webhooks } from '../../changes/webhooks/webhooks.ts';
import { mapOutcome, type Outcome } from '../../datasources/errors.ts';
import { filterNamesOf } from '../../resolvers/change-filter.ts';
import type {
  DeliveryOutcome,
  AttemptView,
  DeliveryView,
  WebhookView,
  WebhookAdmin,
  WebhookWithSecret,
} from '../../resolvers/webhook/admin.ts';
import { systemsOf, type Domains } from '../graph.ts';

const ALL: readonly DeliveryOutcome[] = ['pending', 'delivered', 'failed'];

/** The webhook part of administration. A secret is returned only by the call that creates it. */
export function webhookAdmin(webhooks: Webhooks, domains: Domains): WebhookAdmin {
  const seen = async (done: Promise<Outcome<Endpoint>>) => mapOutcome(await done, seenWebhook);
  return {
    ...filterNamesOf(systemsOf(domains)),
    list: async () => (await webhooks.endpoints()).map(seenWebhook),
    find: async (id) => {
      const endpoint = await webhooks.endpoint(id);
      return endpoint && seenWebhook(endpoint);
    },
    deliveries: async (id, { outcome, before, limit }) => {
      const states = outcome === null ? ALL : [outcome];
      const deliveries = await webhooks.deliveries(id, { states, before, limit });
      return deliveries.map((delivery) => seenDelivery(id, delivery));
    },
    count: async (id, outcome) => {
      const counts = await webhooks.counts(id);
      return (outcome === null ? ALL : [outcome]).reduce((sum, state) => sum + counts[state], 0);
    },
    create: async (webhook) => {
      const created = mapOutcome(await webhooks.create(webhook), withSecret);
      return created.ok && created.replayed
        ? { ...created, value: { ...created.value, secret: null } }
        : created;
    },
    update: (id, changes) => seen(webhooks.update(id, changes)),
    pause: (id) => seen(webhooks.pause(id)),
    resume: (id, retryFailed) => seen(webhooks.resume(id, retryFailed)),
    rotate: async (id) => mapOutcome(await webhooks.rotate(id), withSecret),
    replay: (id, from) => seen(webhooks.replay(id, from)),
    remove: (id) => webhooks.remove(id),
    test: async (id) => mapOutcome(await webhooks.test(id), seenAttempt),
  };
}

function withSecret(endpoint: Endpoint): WebhookWithSecret {
  return { webhook: seenWebhook(endpoint), secret: endpoint.terms.secrets.current };
}

function seenWebhook({ id, createdAt, terms, state, taken, restsUntil, gap }: Endpoint): WebhookView {
  const { url, description, filter, secrets } = terms;
  const now = Date.now();
  return {
    id,
    url,
    description,
    filter,
    state: state.is,
    stateSince: state.since,
    failure: state.is === 'failed' ? state.reason : null,
    createdAt,
    cursor: taken,
    retryNotBefore: restsUntil > now ? restsUntil : null,
    formerSecretUntil: secrets.former.map(({ until }) => until).find((until) => until > now) ?? null,
    gap,
  };
}

function seenDelivery(webhook: string, { seq, state, event, nextAt, attempts }: Delivery): DeliveryView {
  return {
    place: seq,
    id: messageId(webhook, event.cursor),
    outcome: state,
    // An event that is to be tried at once has been due since it was recorded.
    nextTryAt: state === 'pending' ? Math.max(nextAt, event.recordedAt) : null,
    event,
    attempts: attempts.map(seenAttempt),
  };
}

function seenAttempt({ at, ms, status, error }: Attempt): AttemptView {
  return { at, milliseconds: ms, status, error };
}

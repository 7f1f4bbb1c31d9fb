import { mapOutcome } from '../../datasources/errors.ts';
import { filterOf } from '../change-filter.ts';
import type { Domain } from '../domain.ts';
import type { WebhookCreateInput, WebhookUpdateInput } from '../generated/types.ts';
import { definedOnly } from '../input.ts';
import { ownList } from '../own-list.ts';
import { keyOf, payloadOf } from '../mutation.ts';
import type { WebhookConfig, WebhookAdmin } from './admin.ts';
import { deliveriesOf } from './lists.ts';
import { OUTCOMES, secretPayload, toGraphAttempt, toGraphWebhook } from './to-graph.ts';

/** Webhook endpoints, for operators. Owns no entity. */
export const webhook: Domain = {
  systems: [],
  entities: {},
  isOfProcess: true,
  resolvers: {
    Query: {
      webhook: async (_, { id }, context) => {
        const found = await context.webhooks().find(id);
        return found && toGraphWebhook(found);
      },
      webhooks: (_, args, context) => {
        const { list } = context.webhooks();
        return ownList('webhook', list, toGraphWebhook, args);
      },
    },
    Mutation: {
      webhookCreate: async (_, args, context) => {
        const webhooks = context.webhooks();
        const outcome = await webhooks.create({ ...newOf(args.input, webhooks), key: keyOf(args) });
        return secretPayload(outcome, ['input']);
      },
      webhookUpdate: async (_, { id, input }, context) => {
        const webhooks = context.webhooks();
        return changed(await webhooks.update(id, changesOf(input, webhooks)), ['input']);
      },
      webhookPause: async (_, { id }, context) => changed(await context.webhooks().pause(id)),
      webhookResume: async (_, { id, retryFailed }, context) =>
        changed(await context.webhooks().resume(id, retryFailed)),
      webhookTest: async (_, { id }, context) => {
        const outcome = await context.webhooks().test(id);
        return payloadOf('attempt', mapOutcome(outcome, toGraphAttempt), []);
      },
      webhookRotateSecret: async (_, { id }, context) =>
        secretPayload(await context.webhooks().rotate(id), []),
      webhookDelete: async (_, { id }, context) => payloadOf('id', await context.webhooks().remove(id), []),
      webhookReplay: async (_, { id, from }, context) => changed(await context.webhooks().replay(id, from)),
    },
    Webhook: {
      pending: ({ id }, _args, context) => context.webhooks().count(id, 'pending'),
      deliveries: ({ id }, args, context) => {
        const outcome = args.outcome ? OUTCOMES[args.outcome] : null;
        return deliveriesOf(context.webhooks(), id, outcome, args);
      },
    },
  },
};

function changed(outcome: Awaited<ReturnType<WebhookAdmin['pause']>>, prefix: readonly string[] = []) {
  return payloadOf('webhook', mapOutcome(outcome, toGraphWebhook), prefix);
}

function newOf({ url, description, filter }: WebhookCreateInput, webhooks: WebhookAdmin): WebhookConfig {
  return { url, description: description ?? null, filter: filterOf(filter, webhooks) };
}

function changesOf(
  { url, description, filter }: WebhookUpdateInput,
  webhooks: WebhookAdmin,
): Partial<WebhookConfig> {
  return definedOnly({
    url: url ?? undefined,
    description,
    filter: filter === undefined ? undefined : filterOf(filter, webhooks),
  });
}

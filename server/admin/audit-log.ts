import type { Outcome } from '../../datasources/errors.ts';
import type { Admin } from '../../resolvers/admin.ts';
import type { WebhookAdmin } from '../../resolvers/webhook/admin.ts';

/** The log of who did what; pino satisfies it. */
export interface AdminLog {
  info(fields: object, message: string): void;
}

/** What is logged of a call: ids, and never a secret or personal data. `outcome` is null if the call failed. */
type AuditFields<Method> = Method extends (...args: infer Args) => Promise<infer Result>
  ? (args: Args, outcome: Result | null) => object
  : never;

/** What to log for those methods of `Api` that change something. */
type LoggedMethods<Api> = { readonly [Name in keyof Api]?: AuditFields<Api[Name]> };

const byId = ([id]: readonly [id: string, ...unknown[]]): object => ({ id });

const CACHE: LoggedMethods<Admin['cache']> = { evict: ([tags]) => ({ tags }) };
const KEYS: LoggedMethods<Admin['keys']> = {
  create: (_, outcome) => ({ id: made(outcome)?.key.id }),
  rotate: byId,
  revoke: byId,
};
const OPERATIONS: LoggedMethods<Admin['operations']> = {
  publish: (_, outcome) => ({ ids: made(outcome)?.map(({ id }) => id) }),
  remove: ([ids]) => ({ ids }),
};
const WEBHOOKS: LoggedMethods<WebhookAdmin> = {
  create: (_, outcome) => ({ id: made(outcome)?.webhook.id }),
  update: byId,
  pause: byId,
  resume: byId,
  rotate: byId,
  replay: byId,
  remove: byId,
};

/** Administration on behalf of an operator: every change is logged with the operator's name, once its outcome is known. */
export function withAuditLog(admin: Admin, operator: string, log: AdminLog): Admin {
  return {
    cache: audited('cache', admin.cache, CACHE, operator, log),
    keys: audited('keys', admin.keys, KEYS, operator, log),
    operations: audited('operations', admin.operations, OPERATIONS, operator, log),
    usage: admin.usage,
  };
}

/** The same for webhooks. */
export function withWebhookLog(webhooks: WebhookAdmin, operator: string, log: AdminLog): WebhookAdmin {
  return audited('webhooks', webhooks, WEBHOOKS, operator, log);
}

function audited<Api extends object>(
  name: string,
  api: Api,
  logged: LoggedMethods<Api>,
  operator: string,
  log: AdminLog,
): Api {
  return new Proxy(api, {
    get: (_, method) => {
      const value: unknown = Reflect.get(api, method, api);
      if (typeof value !== 'function') return value;
      const fieldsOf = logged[method as keyof Api] as
        ((args: unknown[], outcome: unknown) => object) | undefined;
      const work = (...args: unknown[]): unknown => Reflect.apply(value, api, args);
      if (!fieldsOf) return work;
      const action = `${name}.${String(method)}`;
      const write = (result: string, fields: object) => {
        const did = result === 'done' ? 'changed' : 'tried to change';
        log.info({ operator, action, outcome: result, ...fields }, `an operator ${did} something`);
      };
      return async (...args: unknown[]): Promise<unknown> => {
        try {
          const outcome = await work(...args);
          write(resultOf(outcome), fieldsOf(args, outcome));
          return outcome;
        } catch (error) {
          write('failed', fieldsOf(args, null));
          throw error;
        }
      };
    },
  });
}

/** `done`, or the code of the refusal. */
function resultOf(outcome: unknown): string {
  const isRefused = typeof outcome === 'object' && outcome !== null && 'refusal' in outcome;
  return isRefused ? (outcome as { refusal: { code: string } }).refusal.code : 'done';
}

function made<T>(outcome: Outcome<T> | null): T | undefined {
  return outcome?.ok ? outcome.value : undefined;
}

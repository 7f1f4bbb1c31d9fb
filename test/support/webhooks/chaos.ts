import type { WebhookStore } from '../../../changes/webhooks/store.ts';
import { WebhooksUnavailableError } from '../../../changes/errors/webhooks-unavailable.ts';
import type { Dice } from '../dice.ts';

/**
 * A store over an unreliable connection: `percent` of the calls fail, half of them after they have taken effect, and answers are late. Once
 * its process is `dead`, all calls fail.
 */
export function chaotic(
  store: WebhookStore,
  dice: Dice,
  percent: number,
  life: { readonly dead: boolean },
): WebhookStore {
  const isDead = (): boolean => life.dead;
  const call = async (
    method: (...args: unknown[]) => Promise<unknown>,
    args: unknown[],
  ): Promise<unknown> => {
    const fails = dice.percent(percent);
    const before = dice.percent(50);
    if (isDead() || (fails && before)) throw new WebhooksUnavailableError(new Error('chaos'));
    const answer = await method.apply(store, args);
    await new Promise((resolve) => setTimeout(resolve, dice.between(0, 2)));
    if (isDead() || fails) throw new WebhooksUnavailableError(new Error('chaos'));
    return answer;
  };
  return new Proxy(store, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== 'function' || name === 'close') return method;
      return (...args: unknown[]) => call(method as never, args);
    },
  });
}

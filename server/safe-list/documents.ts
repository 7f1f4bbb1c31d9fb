import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { SafeList } from './safe-list.ts';

/** As Apollo Server begins the keys of persisted operations. */
const PREFIX = 'apq:';

/** Where the engine looks for operations that come by their hash: those that were published, then those that clients have taught it. */
export function documentsOf(list: Pick<SafeList, 'textOf'>, taught: KeyValueCache): KeyValueCache {
  return {
    get: async (key) => list.textOf(key.slice(PREFIX.length)) ?? taught.get(key),
    set: (key, value, options) => taught.set(key, value, options),
    delete: (key) => taught.delete(key),
  };
}

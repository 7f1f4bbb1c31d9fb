import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { SafeList } from '../safe-list/safe-list.ts';

/** Apollo Server's prefix for the keys of persisted operations. */
const PREFIX = 'apq:';

/** Longer documents are answered but not stored, so clients keep sending them in full. */
const MAX_REGISTERED_BYTES = 16_384;

/** Where the engine looks up operations sent by hash: first the published ones, then those that clients have registered. */
export function persistedOperations(
  list: Pick<SafeList, 'textOf'>,
  registered: KeyValueCache,
): KeyValueCache {
  return {
    get: async (key) => list.textOf(key.slice(PREFIX.length)) ?? registered.get(key),
    set: async (key, value, options) => {
      if (Buffer.byteLength(value) <= MAX_REGISTERED_BYTES) await registered.set(key, value, options);
    },
    delete: (key) => registered.delete(key),
  };
}

import { StorageAPI, type Storage } from '@graphiql/toolkit';

/** Where GraphiQL keeps its history: the last operations, and those marked as favourites. */
const HISTORY = ['graphiql:queries', 'graphiql:favorites'];

/**
 * The browser's storage, for GraphiQL, whose history has the headers of each operation even if "Persist headers" is off. They are left out
 * here, and removed from what is stored already: tokens and keys are not for the next person at this machine.
 */
export function storageWithoutCredentials(): Storage {
  const { storage } = new StorageAPI();
  if (storage === null) throw new Error('There is no storage outside of a browser.');
  const setItem = storage.setItem.bind(storage);
  storage.setItem = (key, value) => setItem(key, HISTORY.includes(key) ? withoutHeaders(value) : value);
  for (const key of HISTORY) {
    const stored = storage.getItem(key);
    if (stored !== null) storage.setItem(key, stored);
  }
  return storage;
}

function withoutHeaders(history: string): string {
  return JSON.stringify(JSON.parse(history), (key, value: unknown) =>
    key === 'headers' ? undefined : value,
  );
}

import type { Principal } from '../../resolvers/principal.ts';

/** The longest delay of a Node timer; a longer one would fire at once. */
const MAX_MS = 2 ** 31 - 1;

/** Whether credentials have expired or were revoked. */
export function hasExpired({ expiresAt, revoked }: Pick<Principal, 'expiresAt' | 'revoked'>): boolean {
  return revoked?.aborted === true || expiresAt <= Date.now();
}

/** Calls back once when credentials expire or are revoked, but never before this returns. Returns a function that cancels this. */
export function atExpiry(
  { expiresAt, revoked }: Pick<Principal, 'expiresAt' | 'revoked'>,
  act: () => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const callOff = (): void => {
    clearTimeout(timer);
    revoked?.removeEventListener('abort', end);
  };
  const end = (): void => {
    callOff();
    act();
  };
  const wait = (): void => {
    const left = revoked?.aborted ? 0 : expiresAt - Date.now();
    timer = setTimeout(left > MAX_MS ? wait : end, Math.min(Math.max(left, 0), MAX_MS)).unref();
  };
  if (expiresAt !== Infinity || revoked?.aborted) wait();
  revoked?.addEventListener('abort', end, { once: true });
  return callOff;
}

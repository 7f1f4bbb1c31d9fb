import type { Principal } from '../../resolvers/principal.ts';

/** The longest that a timer of Node waits; it would fire at once for more. */
const MAX_MS = 2 ** 31 - 1;

/** Whether credentials have run out or were taken back. */
export function hasEnded({ expiresAt, revoked }: Pick<Principal, 'expiresAt' | 'revoked'>): boolean {
  return revoked?.aborted === true || expiresAt <= Date.now();
}

/** Does something once when credentials run out or are taken back, and never before this returns. Gives what calls it off. */
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

/** The longest that a timer of Node waits; it would fire at once for more. */
const MAX_MS = 2 ** 31 - 1;

/** Does something when credentials run out, by milliseconds since the epoch; Infinity is never. Gives what calls it off. */
export function atExpiry(expiresAt: number, act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    const left = expiresAt - Date.now();
    if (left <= 0) {
      act();
      return;
    }
    timer = setTimeout(wait, Math.min(left, MAX_MS)).unref();
  };
  if (expiresAt !== Infinity) wait();
  return () => clearTimeout(timer);
}

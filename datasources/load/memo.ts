/** Runs the same read at most once for a request: `read` is told apart by the JSON of its arguments. */
export function memo<Args extends readonly unknown[], T>(
  read: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (...args) => {
    const name = JSON.stringify(args);
    let result = running.get(name);
    if (!result) {
      result = read(...args);
      running.set(name, result);
    }
    return result;
  };
}

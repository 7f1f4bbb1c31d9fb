/**
 * Reduces steps to fewer that still fail, by delta debugging: it leaves out halves first, then smaller and smaller parts. Meant for
 * sequences of hundreds of steps, which fast-check takes very long to shrink.
 */
export async function shrunk<Step>(
  steps: readonly Step[],
  isWrong: (steps: readonly Step[]) => Promise<boolean>,
): Promise<readonly Step[]> {
  let left = steps;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let at = 0; at < left.length;) {
      const fewer = [...left.slice(0, at), ...left.slice(at + size)];
      if (await isWrong(fewer)) left = fewer;
      else at += size;
    }
  }
  return left;
}

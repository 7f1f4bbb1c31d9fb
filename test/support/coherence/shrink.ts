/**
 * The fewest of these steps that still go wrong, as far as leaving some out tells (delta debugging): first halves are left out, then
 * smaller and smaller parts. For sequences of hundreds, at which fast-check's own way takes very long.
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

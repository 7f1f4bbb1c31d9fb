/** What was measured when. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** By how much a value rises for each unit of `at`: the line that is nearest to all samples, by least squares. NaN for fewer than two. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, value] = [mean(samples.map((one) => one.at)), mean(samples.map((one) => one.value))];
  const rise = samples.reduce((sum, one) => sum + (one.at - at) * (one.value - value), 0);
  return rise / samples.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
}

/** A measurement and its time. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** The slope of a line fitted to the samples by least squares: the rise per unit of `at`. NaN for fewer than two samples. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, value] = [mean(samples.map((one) => one.at)), mean(samples.map((one) => one.value))];
  const rise = samples.reduce((sum, one) => sum + (one.at - at) * (one.value - value), 0);
  return rise / samples.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
}

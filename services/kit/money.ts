/**
 * Money inside the embedded systems: an integer of ten-thousandths, so that sums are exact in SQLite.
 * The sample data carries at most four decimal places; 2^53 ten-thousandths are 900 billion units.
 */
const SCALE = 4;

/** `"3578.27"` to `35782700`. Throws a RangeError on anything that is not a decimal with up to four places. */
export function toUnits(decimal: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,4})0*)?$/.exec(decimal);
  if (!match) throw new RangeError(`expected a decimal with up to ${SCALE} places, got "${decimal}"`);
  const [, sign, whole = '0', fraction = ''] = match;
  const units = Number(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -units : units;
}

/** `35782700` to `"3578.27"`: the shortest exact decimal, without trailing zeros. */
export function toDecimal(units: number): string {
  const digits = Math.abs(units)
    .toString()
    .padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  const whole = digits.slice(0, -SCALE);
  return `${units < 0 ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** A share of an amount, such as a tax of `rate` percent, rounded half up to a ten-thousandth. */
export function percentOf(units: number, rate: number): number {
  return Math.round((units * rate) / 100);
}

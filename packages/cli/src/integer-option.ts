import { UsageError } from '@fewbits/sweep';

/** The value of `--name`, given as a number or as what was typed instead of one. */
export function integerOption(
  name: string,
  value: unknown,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.POSITIVE_INFINITY ? `from ${least} up` : `from ${least} to ${most}`;
  throw new UsageError(`--${name}: got ${JSON.stringify(value)}, expected an integer ${range}`);
}

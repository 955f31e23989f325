import { criticalLoadQuantity } from './critical-load.ts';
import { entropyQuantity } from './entropy.ts';
import { localEntropyQuantity } from './local-entropy.ts';
import { localEntropyCurveQuantity } from './local-entropy-curve.ts';
import { memoryCapacityQuantity } from './memory-capacity.ts';
import type { Quantity } from './quantity.ts';
import { snrQuantity } from './snr.ts';
import { teacherStudentQuantity } from './teacher-student.ts';

/** All quantities, in the order of `fewbits list`. */
export const quantities: readonly Quantity[] = [
  criticalLoadQuantity,
  entropyQuantity,
  teacherStudentQuantity,
  localEntropyQuantity,
  localEntropyCurveQuantity,
  snrQuantity,
  memoryCapacityQuantity,
];

/** The quantity of that name; a RangeError that lists the known ones otherwise. */
export function quantity(name: string): Quantity {
  const found = quantities.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new RangeError(`unknown quantity "${name}"; known: ${quantities.map((known) => known.name).join(', ')}`);
  }
  return found;
}

/** All learners, in the order in which `fewbits list` shows them. */
import { bp } from './bp.ts';
import { bpi } from './bpi.ts';
import { cp } from './cp.ts';
import { cpR } from './cp-r.ts';
import { edmc } from './edmc.ts';
import { fbp } from './fbp.ts';
import type { Learner } from './learner.ts';
import { rbp } from './rbp.ts';
import { rms } from './rms.ts';
import { rsa } from './rsa.ts';
import { rsgd } from './rsgd.ts';
import { sa } from './sa.ts';
import { sbpi } from './sbpi.ts';

export const learners: readonly Learner[] = [sbpi, cp, cpR, bpi, bp, rbp, sa, rsa, edmc, rms, fbp, rsgd];

/** The learner of that name; an unknown name is an error that lists the known ones. */
export function learnerByName(name: string): Learner {
  const found = learners.find((learner) => learner.name === name);
  if (!found) throw new RangeError(`unknown learner "${name}", known are ${learners.map((l) => l.name).join(', ')}`);
  return found;
}

/**
 * Whole solves of our learners beside NumPy programs of the same algorithms (tools/peers), by CPU time an epoch: contenders draw
 * different random numbers, and need slightly different numbers of epochs.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelImplementation } from '@fewbits/kernels';
import { patternCount } from '@fewbits/learners';
import { type BenchLearner, gaugedBytes, type LearnerReport, type LearnerTask, learnerTasks } from './learner-tasks.ts';
import { type Bench, compared, type Measured, tooShort } from './measured.ts';
import { medianInterval } from './median-interval.ts';
import { hasReferenceBlas, type NumpyVersions, peerEnv, peersFolder } from './numpy.ts';
import { type Contender, pairedRounds } from './paired-rounds.ts';
import { countSolved, differs, epochsApart } from './same-work.ts';

export function benchLearner(kernel: BenchLearner, { scratch, others, rounds, say }: Bench): Measured {
  const task = learnerTasks[kernel];
  const contenders = contendersOf(kernel, task, scratch, others.numpy);
  const reports = pairedRounds<LearnerReport>(contenders, rounds, (round) =>
    say(`${kernel}: round ${round} of ${rounds}`),
  );
  const measured = contenders.map(({ name }, k) => ({ name, own: reports[k] as LearnerReport[] }));
  const [ours, theirs] = measured;
  const apart = ours && theirs ? epochsApart(ours.own[0] as LearnerReport, theirs.own[0] as LearnerReport) : null;
  const voided = [
    ...measured.flatMap(({ name, own }) => tooShort(kernel, name, own)),
    ...measured.flatMap(({ name, own }) =>
      differs(own) ? [`${kernel}: ${name} gave different weights in different rounds`] : [],
    ),
    ...(apart === null
      ? []
      : [`${kernel}: the mean numbers of epochs differ by ${apart.toFixed(1)} standard errors: another algorithm`]),
  ];
  const perEpoch = measured.map(({ own }) => own.map(secondsPerEpoch));
  const comparison =
    ours && theirs && voided.length === 0
      ? compared(
          { kernel, contender: ours.name, peer: theirs.name, atLeast: task.atLeast },
          perEpoch[0] as number[],
          perEpoch[1] as number[],
        )
      : null;
  return {
    results: comparison ? [comparison.result] : [],
    goals: comparison?.goals ?? [],
    rates: measured.map(({ name }, k) => ({
      ...{ kernel, contender: name, unit: 'epochs' },
      ...medianInterval((perEpoch[k] as number[]).map((seconds) => 1 / seconds)),
    })),
    skipped: others.skipped.filter(({ name }) => name === 'NumPy'),
    voided,
    notes: measured.map(({ name, own }) => noteOf(kernel, task, name, own)),
  };
}

function contendersOf(
  kernel: BenchLearner,
  task: LearnerTask,
  scratch: string,
  numpy: Bench['others']['numpy'],
): Contender[] {
  const program = fileURLToPath(new URL('learner-contender.js', import.meta.url));
  const ours = { name: kernelImplementation().name, command: process.execPath, args: [program, kernel], env: {} };
  if (!numpy) return [ours];
  const { size, alpha, warmup, peerWarmup, instances } = task;
  const file = join(scratch, `${kernel}.i8`);
  for (let k = warmup - peerWarmup; k < warmup + instances; k++)
    appendFileSync(file, new Uint8Array(gaugedBytes(task, k).buffer));
  const counts = [size, patternCount(alpha, size), peerWarmup].map(String);
  const args = [join(peersFolder, `${kernel}.py`), file, ...counts];
  return [ours, { name: peerName(kernel, numpy.versions), command: numpy.command, args, env: peerEnv }];
}

/** Says where the peer has less than an expert would install. */
function peerName(kernel: BenchLearner, versions: NumpyVersions): string {
  const lacks = [
    ...(hasReferenceBlas(versions) ? [' with reference BLAS'] : []),
    ...(kernel === 'rbp' && versions.scipy === null ? [' without SciPy'] : []),
  ];
  return `numpy${lacks.join('')}`;
}

function secondsPerEpoch({ seconds, epochs }: LearnerReport): number {
  return seconds / epochs.reduce((sum, each) => sum + each, 0);
}

function noteOf(kernel: string, task: LearnerTask, name: string, reports: readonly LearnerReport[]): string {
  const { epochs, weights } = reports[0] as LearnerReport;
  const seconds = medianInterval(reports.map((report) => report.seconds)).median;
  const mean = epochs.reduce((sum, each) => sum + each, 0) / epochs.length;
  const solved = `${countSolved(task, weights)} of ${epochs.length} solved`;
  return `${kernel} ${name}: ${((1000 * seconds) / epochs.length).toFixed(1)} ms and ${mean.toFixed(1)} epochs a trial, ${solved}`;
}

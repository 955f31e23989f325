import { expect, it } from 'vitest';
import { usageText } from './usage-error.ts';

const usage = (message: string, line: string): string => usageText(message, line.split(' '));

it.each([
  [
    'Unknown argument: cores',
    'run s.yaml --cores 4',
    'unknown option --cores: use -j (Snakemake calls it --cores)\nSee fewbits run --help',
  ],
  ['Unknown argument: job', 'run s.yaml --job 2', 'unknown option --job, did you mean --jobs?\nSee fewbits run --help'],
  ['Unknown argument: zzzzzzz', 'run s.yaml --zzzzzzz=2', 'unknown option --zzzzzzz\nSee fewbits run --help'],
  [
    'Unknown arguments: dry-rnu, dryRnu',
    'run s.yaml --dry-rnu',
    'unknown option --dry-rnu, did you mean --dry-run?\nSee fewbits run --help',
  ],
  ['Unknown argument: b', 'status a b', 'unexpected argument "b"\nSee fewbits status --help'],
  ['Unknown argument: z', 'run s.yaml -z', 'unknown option -z\nSee fewbits run --help'],
  [
    'Invalid values:\n  Argument: table, Given: "trial", Choices: "trials", "timings", "summary"',
    'export r --table trial',
    '--table: unknown "trial", did you mean trials? Known: trials, timings, summary\nSee fewbits export --help',
  ],
  [
    'Invalid values:\n  Argument: kind, Given: "learner", Choices: "models", "learners"',
    'list learner',
    'unknown kind "learner", did you mean learners? Known: models, learners\nSee fewbits list --help',
  ],
  [
    'Not enough non-option arguments: got 0, need at least 1',
    'run',
    'run: a sweep file is missing, e.g. fewbits run sweeps/few-bits.yaml\nSee fewbits run --help',
  ],
  ['a command is missing', '--json', 'a command is missing\nSee fewbits --help'],
])('says %j of `fewbits %s` in our words', (message, line, text) => {
  expect(usage(message, line)).toBe(text);
});

it('names the nearest command, and help that exists', () => {
  const text = usage('Unknown arguments: rn, s.yaml', 'rn s.yaml');
  expect(text).toMatch(/^unknown command "rn", did you mean run\? Known: run, status, .*\nSee fewbits --help$/);
});

import { expect, it } from 'vitest';
import { usageText } from './failure.ts';

it('says what our flag is called where another tool’s was typed, and where help is', () => {
  const { name, message } = usageText('Unknown argument: cores', ['run', 's.yaml', '--cores', '4']);
  expect(name).toBe('UsageError');
  expect(message).toBe(
    'Unknown argument: cores\n  for --cores use -j (Snakemake calls it --cores)\nSee fewbits run --help',
  );
});

it('does not guess where nothing foreign was typed', () => {
  expect(usageText('Unknown argument: x', ['--x']).message).toBe('Unknown argument: x\nSee fewbits --help');
});

/** All commands, in the order of the help. Their modules are light: what a command needs is loaded when it runs. */
import type { CommandModule } from 'yargs';
import { bench } from './commands/bench.ts';
import { completion } from './commands/completion.ts';
import { explain } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { list } from './commands/list.ts';
import { report } from './commands/report.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';
import { theoryCommand } from './commands/theory.ts';

/** Whatever arguments its own builder declares. */
export type Command = CommandModule<object, never>;

export const commands: readonly Command[] = [
  ...[run, status, explain, exportCommand, report, theoryCommand, list, bench, completion],
] as unknown as readonly Command[];

export function nameOf({ command }: Command): string {
  return String(command).split(' ')[0] as string;
}

import type { CommandModule } from 'yargs';

const shells = ['bash', 'zsh'] as const;

interface CompletionArguments {
  shell: (typeof shells)[number] | undefined;
}

export const completion: CommandModule<object, CompletionArguments> = {
  command: 'completion [shell]',
  describe: 'shell completion script',
  builder: (yargs) =>
    yargs
      .positional('shell', { choices: shells, describe: "bash or zsh [default: the user's shell, else bash]" })
      .example('$0 completion bash >> ~/.bashrc', 'complete commands, options, names and parameters'),
  handler: async ({ shell }) => {
    const { completionScript } = await import('../completion-script.ts');
    process.stdout.write(completionScript(shell ?? (process.env['SHELL']?.endsWith('zsh') ? 'zsh' : 'bash')));
  },
};

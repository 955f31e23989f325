import type { CommandModule } from 'yargs';

export const report: CommandModule<object, { dir: string }> = {
  command: 'report <dir>',
  describe: 'write the tables, figures/ and report.html of a run anew',
  builder: (yargs) => yargs.positional('dir', { type: 'string', demandOption: true, describe: 'run directory' }),
  handler: async ({ dir }) => {
    const [{ refreshTables, writeAnalysis }, { summaryText }, { forPeople, fromCommandLine }, { note }] =
      await Promise.all([
        import('../write-analysis.ts'),
        import('../summary-text.ts'),
        import('../paths.ts'),
        import('../print.ts'),
      ]);
    const path = fromCommandLine(dir);
    await refreshTables(path);
    await writeAnalysis(path);
    process.stdout.write(summaryText(path));
    note(`\nfigures  ${forPeople(path)}/figures/, ${forPeople(path)}/report.html`);
  },
};

/** The Arrow tables of a run directory, each in `<name>.arrow`. */
export const tableNames = ['trials', 'timings', 'summary'] as const;
export type TableName = (typeof tableNames)[number];

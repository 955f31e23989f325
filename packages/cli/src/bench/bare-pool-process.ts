/**
 * The pool alone, without processes, journal and messages in between: `node bare-pool-process.js SETTING`, the setting as JSON.
 * Prints `{ seconds }` of the tasks after a warm-up of as many.
 */
import { createRequire } from 'node:module';

export interface BarePoolSetting {
  readonly tasks: number;
  readonly threads: number;
  /** Tasks handed to the pool and not yet back. */
  readonly inFlight: number;
}

/** What is used of Piscina here. */
interface Pool {
  run(task: number): Promise<unknown>;
  destroy(): Promise<void>;
}
type PoolClass = new (options: Readonly<Record<string, unknown>>) => Pool;

// The copy that the engine uses: it is a dependency of @fewbits/sweep, not of the command line.
const requireOfSweep = createRequire(import.meta.resolve('@fewbits/sweep'));
const { Piscina } = requireOfSweep('piscina') as { Piscina: PoolClass };

const { tasks, threads, inFlight } = JSON.parse(process.argv[2] as string) as BarePoolSetting;
const pool = new Piscina({
  filename: new URL('./bare-task.js', import.meta.url).href,
  minThreads: threads,
  maxThreads: threads,
  idleTimeout: 2 ** 31 - 1,
  atomics: 'disabled',
  recordTiming: false,
});

async function runAll(): Promise<number> {
  const start = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < tasks) await pool.run(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (performance.now() - start) / 1000;
}

await runAll();
const seconds = await runAll();
process.stdout.write(JSON.stringify({ seconds }));
await pool.destroy();

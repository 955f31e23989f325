/**
 * Preloaded with `--import` into a process that is measured: at its end it tells, on file descriptor 3, its peak memory in
 * KiB and its CPU time in microseconds.
 */
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
});

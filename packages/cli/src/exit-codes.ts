/** All exit codes, and what leads to each. */
export const exitCodes = {
  ok: 0,
  /** Internal error, or a fault of the machine in mid-run. */
  internal: 1,
  /** Usage or spec error, or an `--out` that cannot be used at the start. */
  usage: 2,
  /** Finished, but some trials failed or are quarantined. */
  failedTrials: 3,
  /** Stopped on `--budget`; resumable. */
  budget: 5,
  /** The run directory is in use by another run. */
  locked: 6,
  /** Interrupted by Ctrl-C; resumable. */
  sigint: 130,
  /** Interrupted by SIGTERM; resumable. */
  sigterm: 143,
} as const;

/** Ctrl-C and SIGTERM in two stages: finish the chunks in flight; at once. */
import { exitCodes } from './exit-codes.ts';

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came, else null. */
  exitCode(): number | null;
  /** Give the signals back. */
  release(): void;
}

/** `onFirst` says what is going on; the second signal ends the process. */
export function listenForInterrupts(onFirst: (name: NodeJS.Signals) => void): Interrupts {
  const stop = new AbortController();
  let code: number | null = null;
  const handlers = (['SIGINT', 'SIGTERM'] as const).map((name) => {
    const handler = (): void => {
      if (code !== null) process.exit(code);
      code = name === 'SIGINT' ? exitCodes.sigint : exitCodes.sigterm;
      stop.abort();
      onFirst(name);
    };
    process.on(name, handler);
    return [name, handler] as const;
  });
  return {
    signal: stop.signal,
    exitCode: () => code,
    release: () => {
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
}

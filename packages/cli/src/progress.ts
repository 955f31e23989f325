/** What people see while a sweep runs: a bar on a terminal, a plain line every 10 s elsewhere, JSON lines with --json. */
import type { FinishedTrial, RunStart } from '@fewbits/sweep';
import { SingleBar } from 'cli-progress';
import { event, formatDuration, isTerminal, note } from './print.ts';

export interface Progress {
  update(result: FinishedTrial): void;
  /** Print the last state and take the bar away. */
  stop(): void;
}

/** Not with every trial: of short ones there are thousands a second. */
const barMs = 200;

interface State {
  /** Trials that have a row, those of earlier starts included. */
  readonly finished: number;
  readonly total: number;
  readonly failed: number;
  /** Trials a second in this start. */
  readonly rate: number;
  /** Seconds to go, from the predicted costs of what is left; null before anything is measured, and under a search. */
  readonly eta: number | null;
  /** What a search is doing; null without one. */
  readonly search: RunStart['work']['search'];
}

/** Counts keys, never events. */
export function startProgress(start: RunStart, json: boolean): Progress {
  const began = performance.now();
  let done = 0;
  let failed = 0;
  let spent = 0;
  const state = (): State => {
    const seconds = (performance.now() - began) / 1000;
    const { asked, reused, predicted, search } = start.work;
    const left = Math.max(0, predicted - spent);
    return {
      finished: reused + done,
      total: asked,
      failed,
      rate: seconds > 0 ? done / seconds : 0,
      eta: spent > 0 && search === null ? (seconds * left) / spent : null,
      search,
    };
  };
  const shown = json ? jsonLines(state) : isTerminal(process.stderr) ? bar(state) : plainLines(state);
  return {
    update(result) {
      done++;
      spent += start.formula(result.params);
      if (result.status !== 'ok') failed++;
    },
    stop: shown.stop,
  };
}

/** What is left, in words. */
function doing({ eta, search }: State): string {
  if (search === null) return eta === null ? '' : `about ${formatDuration(eta)} left`;
  const { cells, decided, rounds } = search;
  const [first, last] = [Math.min(...rounds), Math.max(...rounds)];
  const span = first === last ? `round ${first}` : `rounds ${first} to ${last}`;
  return `${decided} of ${cells} cells decided${rounds.length === 0 ? '' : `, ${span} open`}`;
}

interface View {
  stop(): void;
}

function bar(state: () => State): View {
  const view = new SingleBar({
    format: '{bar} {value}/{total} trials  {rate}  {doing}{failures}',
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream: process.stderr,
    fps: 5,
  });
  const payload = (now: State): Record<string, string> => ({
    rate: `${now.rate.toFixed(1)}/s`,
    doing: doing(now),
    failures: now.failed > 0 ? `  ${now.failed} failed` : '',
  });
  const first = state();
  view.start(first.total, first.finished, payload(first));
  const timed = every(barMs, () => {
    const now = state();
    view.setTotal(now.total);
    view.update(now.finished, payload(now));
  });
  return {
    stop() {
      timed.stop();
      view.stop();
    },
  };
}

function plainLines(state: () => State): View {
  const print = (): void => {
    const now = state();
    const { finished, total, failed, rate } = now;
    const failures = failed > 0 ? `, ${failed} failed` : '';
    const what = finished === total && now.search === null ? '' : doing(now);
    note(`${finished}/${total} trials, ${rate.toFixed(1)}/s${what === '' ? '' : `, ${what}`}${failures}`);
  };
  return every(10_000, print);
}

function jsonLines(state: () => State): View {
  return every(1_000, () => event('progress', { ...state() }));
}

function every(ms: number, print: () => void): View {
  const timer = setInterval(print, ms);
  return {
    stop() {
      clearInterval(timer);
      print();
    },
  };
}

/** Text for people on stderr and stdout: colours where they are wanted, counts, durations. */
import { styleText } from 'node:util';

type Stream = NodeJS.WriteStream;

/** Whether people look at this stream: a terminal, and neither CI nor NO_COLOR in the way. */
export function isTerminal(stream: Stream): boolean {
  return Boolean(stream.isTTY) && !process.env['CI'];
}

function hasColour(stream: Stream): boolean {
  return Boolean(stream.isTTY) && !process.env['NO_COLOR'];
}

/** `text` in a style where the stream shows colours. */
export function styled(style: Parameters<typeof styleText>[0], text: string, stream: Stream = process.stdout): string {
  return hasColour(stream) ? styleText(style, text, { validateStream: false }) : text;
}

/** `1 point`, `2 points`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `alpha=0.4 size=501`. */
export function valuesText(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? JSON.stringify(value) : value}`)
    .join(' ');
}

/** 1.23 s, 4 min 5 s, 2 h 3 min. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One line on stderr. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** One event on stderr as a JSON line. */
export function event(name: string, fields: Readonly<Record<string, unknown>>): void {
  process.stderr.write(`${JSON.stringify({ event: name, ...fields })}\n`);
}

/** The one document on stdout. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

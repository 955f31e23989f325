/** Limits of a single trial, as a spec gives them: `limits: { timeout: 60s, memory: 1GB, retries: 1 }`. */

export interface Limits {
  /** Wall time, ms, or a multiple of the median of the trial's point; null: none. */
  readonly timeout: { readonly ms: number } | { readonly times: number } | null;
  /** Bytes; null: none. */
  readonly memory: number | null;
  /** Deaths of a worker that a trial may cause before it is quarantined, beyond the first. */
  readonly retries: number;
}

export const noLimits: Limits = { timeout: null, memory: null, retries: 1 };

/** What a spec may hold under `limits`, to be read by `readLimits`. */
export interface GivenLimits {
  readonly timeout?: string | null | undefined;
  readonly memory?: string | null | undefined;
  readonly retries?: number | null | undefined;
}

/** Limits of what passed the check of a spec's shape. */
export function readLimits({ timeout, memory, retries }: GivenLimits): Limits {
  const times = timeout ? parseTimes(timeout) : null;
  const duration = timeout ? parseDuration(timeout) : null;
  return {
    timeout: times !== null ? { times } : duration !== null ? { ms: duration } : null,
    memory: memory ? parseBytes(memory) : null,
    retries: retries ?? noLimits.retries,
  };
}

/** As a spec would give them; null for what is not limited. */
export function writeLimits({ timeout, memory, retries }: Limits): GivenLimits {
  return {
    timeout: timeout && ('ms' in timeout ? `${timeout.ms}ms` : `${timeout.times}x`),
    memory: memory === null ? null : `${memory}B`,
    retries,
  };
}

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1e3, min: 6e4, m: 6e4, h: 3.6e6 };
const bytes: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** Milliseconds of `90s`, `2h`, `1.5min`, `500ms`; null when it is none of these. */
export function parseDuration(text: string): number | null {
  return scaled(text, milliseconds);
}

/** Bytes of `512MB`, `1GB` (powers of 1000); null when it is none of these. */
export function parseBytes(text: string): number | null {
  return scaled(text, bytes);
}

/** `10x` → 10; null when it is no multiple. */
export function parseTimes(text: string): number | null {
  return scaled(text, { x: 1 });
}

function scaled(text: string, units: Readonly<Record<string, number>>): number | null {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$/.exec(text) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined || Number(number) === 0 ? null : Number(number) * factor;
}

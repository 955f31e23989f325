/** Trials that go wrong, each in its own way, and what must be said of them. */

export interface Poison {
  /** What the culprit does. */
  readonly kind: string;
  readonly status: 'failed' | 'quarantined';
  readonly error: RegExp;
  /** How often it is started. */
  readonly attempts: number;
}

export const poisons: readonly Poison[] = [
  { kind: 'throws', status: 'failed', error: /^no luck$/, attempts: 1 },
  { kind: 'rejects later', status: 'failed', error: /^no luck, later$/, attempts: 1 },
  { kind: 'leaves a column out', status: 'failed', error: /^column count is missing from the row$/, attempts: 1 },
  {
    kind: 'gives NaN for an integer',
    status: 'failed',
    error: /^column count: got NaN, expected an integer$/,
    attempts: 1,
  },
  {
    kind: 'declares too much memory',
    status: 'failed',
    error: /needs about 10 GB, limits.memory is 150 MB/,
    attempts: 1,
  },
  { kind: 'exits', status: 'quarantined', error: /^ended its worker 2 times: .*exited with code: 7/, attempts: 2 },
  { kind: 'loops', status: 'quarantined', error: /took longer than limits.timeout/, attempts: 2 },
  {
    kind: 'loops until it is asked to stop',
    status: 'quarantined',
    error: /took longer than limits.timeout/,
    attempts: 2,
  },
  { kind: 'fills the heap', status: 'quarantined', error: /memory/, attempts: 2 },
  {
    kind: 'fills buffers',
    status: 'quarantined',
    error: /the worker process grew to \d+ MB, limits.memory is 150 MB/,
    attempts: 2,
  },
  { kind: 'makes one huge array', status: 'quarantined', error: /the worker process (ended|grew)/, attempts: 2 },
];

/** The culprit is the trial of index 37 among a hundred. */
export const poisonModule = `
const kinds = ${JSON.stringify(poisons.map(({ kind }) => kind))};
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function spoil(kind, signal) {
  switch (kind) {
    case 'throws': throw new Error('no luck');
    case 'rejects later': await pause(20); throw new Error('no luck, later');
    case 'leaves a column out': return { value: 1 };
    case 'gives NaN for an integer': return { value: 1, count: NaN };
    case 'exits': process.exit(7); break;
    case 'loops': for (;;);
    case 'loops until it is asked to stop': while (!signal.aborted); break;
    case 'fills the heap': { const all = []; for (;;) all.push({ all: [all.length] }); }
    case 'fills buffers': { const all = []; for (;;) { all.push(new Float64Array(1e6).fill(1)); await pause(1); } }
    case 'makes one huge array': { const all = []; for (;;) all.push(0.5); }
  }
}

export default {
  name: 'poison', version: 1,
  parameters: {
    kind: { type: 'string', values: kinds, unit: '1', doc: 'what the culprit does' },
    index: { type: 'int', min: 0, unit: '1', doc: 'number of the trial' },
  },
  columns: { value: { type: 'float', unit: '1', doc: 'a number' }, count: { type: 'int', unit: '1', doc: 'an integer' } },
  memory: ({ kind, index }) => (kind === 'declares too much memory' && index === 37 ? 1e10 : 1e6),
  cost: () => 1,
  async run({ params, rng, signal }) {
    if (params.index === 37) return spoil(params.kind, signal);
    return { value: rng.uniform(), count: rng.uint32() };
  },
};
`;

export const poisonSpec = (kind: string): string => `
name: poison
experiment: ./poison.mjs
fixed: { kind: ${kind} }
grid: { index: "range(0,100,1)" }
limits: { timeout: ${kind.startsWith('loops') ? '500ms' : '60s'}, memory: 150MB, retries: 1 }
`;

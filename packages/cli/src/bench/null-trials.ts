/** Trials that do nothing: what remains is the work of the orchestrator. Loaded by it as a user's own experiment. */
import type { ExperimentModule } from '@fewbits/experiments';

const nullTrials: ExperimentModule = {
  name: 'null-trials',
  version: 1,
  doc: 'does nothing',
  parameters: {
    row: { type: 'int', min: 0, unit: '1', doc: 'first coordinate' },
    column: { type: 'int', min: 0, default: 0, unit: '1', doc: 'second coordinate' },
  },
  columns: { value: { type: 'float', unit: '1', doc: 'a constant' } },
  run: () => ({ value: 1 }),
};

// biome-ignore lint/style/noDefaultExport: the contract of a user's module asks for it
export default nullTrials;

/** What a spec's search asks of one cell. */
import type { Params } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import type { SpecSearch } from './read-search.ts';
import type { Lattice } from './search/lattice.ts';
import type { SearchSetting } from './search/setting.ts';

/** Where nothing says which values differ. */
const steps = 1024;

/** Values of the searched parameter that a trial may have at the point `params`. */
export function latticeOf({ parameter }: SpecSearch, { parameters }: Experiment, params: Params): Lattice {
  const { type, lattice } = parameters[parameter] ?? {};
  if (type === 'int') return { per: 1 };
  const per = lattice === undefined ? undefined : params[lattice];
  return typeof per === 'number' ? { per } : { steps };
}

export function searchSetting(search: SpecSearch, definition: Experiment, params: Params): SearchSetting {
  const { from, to, target, within, confidence, maxTrials } = search;
  return { from, to, target, within, confidence, maxTrials, lattice: latticeOf(search, definition, params) };
}

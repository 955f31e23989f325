import { experiments } from '@fewbits/experiments';
import {
  expandPlan,
  type ModuleRecord,
  type Plan,
  parseSpec,
  recalledFiles,
  recalledModule,
  type SpecFile,
} from '@fewbits/sweep';
import { existingManifest } from './existing-manifest.ts';

/** The plan of an existing run directory, from the resolved spec in its manifest. */
export async function planOf(dir: string): Promise<Plan> {
  const manifest = existingManifest(dir);
  const record = manifest.module as ModuleRecord | undefined;
  const module = record ? await recalledModule(record) : null;
  const files = recalledFiles((manifest.files as readonly SpecFile[] | undefined) ?? []);
  const path = `${dir}/manifest.json`;
  return expandPlan(parseSpec(JSON.stringify(manifest.spec), { experiments, module, files, path }));
}

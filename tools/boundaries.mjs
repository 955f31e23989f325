/**
 * Turns tools/boundaries.json into lint rules (the overrides of biome.json) and checks every package against it:
 * dependencies, compiler references, order of layers.
 *
 *   node tools/boundaries.mjs           write biome.json
 *   node tools/boundaries.mjs --check   say what differs and exit 1
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const { $comment: _, ...boundaries } = read('tools/boundaries.json');
const faults = [];

const systemModules = ['fs', 'fs/promises', 'child_process', 'worker_threads', 'os', 'net', 'http', 'https', 'cluster'];
const heavy = ['piscina', 'apache-arrow', 'yargs', 'vega', 'vega-lite'];

function rule(name, { ours, others, node, reads = [] }) {
  const own = name === 'cli' ? 'fewbits' : `@fewbits/${name}`;
  const paths = {};
  if (!node) {
    for (const module of systemModules)
      paths[`node:${module}`] = `${own} is science: it touches no files and no processes`;
  }
  for (const module of heavy) {
    if (!others.includes(module)) paths[module] = `${own} may not import ${module} (tools/boundaries.json)`;
  }
  const allowed = ours.map((edge) => `!@fewbits/${edge}`);
  return {
    includes: [`packages/${name}/src/**`, '!**/*.test.ts', ...reads.map((path) => `!packages/${name}/${path}`)],
    linter: {
      rules: {
        style: {
          noRestrictedImports: {
            level: 'error',
            options: {
              paths,
              patterns: [
                {
                  group: ['@fewbits/*', '@fewbits/*/**', 'fewbits', ...allowed],
                  message: `${own} may import ${ours.length > 0 ? ours.join(', ') : 'nothing of ours'} (tools/boundaries.json)`,
                },
                { group: ['../../**'], message: 'reach another package by its name, not by a path' },
              ],
            },
          },
        },
      },
    },
  };
}

const biome = read('biome.json');
const kept = (biome.overrides ?? []).filter(({ includes }) => !/^packages\/\w+\/src\/\*\*$/.test(includes[0]));
const wanted = {
  ...biome,
  overrides: [...kept, ...Object.entries(boundaries).map(([name, entry]) => rule(name, entry))],
};

const packages = readdirSync(join(root, 'packages'));
for (const name of packages) {
  const entry = boundaries[name];
  if (!entry) {
    faults.push(`packages/${name} is not in tools/boundaries.json`);
    continue;
  }
  const { dependencies = {} } = read(`packages/${name}/package.json`);
  const ours = [...new Set(entry.ours.map((edge) => edge.split('/')[0]))].sort();
  const declared = Object.keys(dependencies);
  const declaredOurs = declared
    .filter((d) => d.startsWith('@fewbits/'))
    .map((d) => d.slice(9))
    .sort();
  const references = (read(`packages/${name}/tsconfig.json`).references ?? []).map(({ path }) => path.slice(3)).sort();
  for (const [what, found] of [
    ['dependencies', declaredOurs],
    ['tsconfig references', references],
  ]) {
    if (found.join() !== ours.join())
      faults.push(`packages/${name}: ${what} are ${found.join(', ')}, expected ${ours.join(', ')}`);
  }
  for (const other of declared.filter((d) => !d.startsWith('@fewbits/') && !entry.others.includes(d))) {
    faults.push(`packages/${name}: depends on ${other}, which tools/boundaries.json does not allow`);
  }
}

/** Packages in an order in which each comes after all that it imports; what is left over forms a cycle. */
const placed = new Set();
for (let before = -1; placed.size !== before; ) {
  before = placed.size;
  for (const [name, { ours }] of Object.entries(boundaries)) {
    if (ours.every((edge) => edge.includes('/') || placed.has(edge))) placed.add(name);
  }
}
for (const name of Object.keys(boundaries))
  if (!placed.has(name)) faults.push(`${name} is part of a cycle of packages`);

if (process.argv.includes('--check')) {
  if (JSON.stringify(wanted) !== JSON.stringify(biome))
    faults.push('biome.json is not what tools/boundaries.json says: run node tools/boundaries.mjs');
} else {
  writeFileSync(join(root, 'biome.json'), `${JSON.stringify(wanted, null, 2)}\n`);
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

/**
 * Writes what is derived from the declarations: sweeps/sweep.schema.json (editors complete and check specs with it)
 * and docs/file-format.md's table of columns.
 *
 *   node tools/schema/write.mjs           write
 *   node tools/schema/write.mjs --check   exit 1 when a file is not what the declarations say
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experiments } from '@fewbits/experiments';
import { specSchema } from '@fewbits/sweep';

const root = join(import.meta.dirname, '../..');

const begin = '<!-- made by tools/schema/write.mjs from the declarations -->';
const end = '<!-- end of what is made -->';

function columnTables() {
  return experiments
    .map(({ name, parameters, columns }) => {
      const rows = [
        ...Object.entries(parameters).map(([key, each]) => [key, 'parameter', each]),
        ...Object.entries(columns).map(([key, each]) => [key, 'result', each]),
      ].map(
        ([key, role, { type, unit, doc }]) =>
          `| \`${key}\` | ${role} | ${type} | ${unit} | ${doc.replaceAll('|', '\\|')} |`,
      );
      return [`### \`${name}\``, '', '| column | role | type | unit | |', '|---|---|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}

function withTables(page) {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  return `${page.slice(0, from + begin.length)}\n\n${columnTables()}\n\n${page.slice(to)}`;
}

const files = {
  'sweeps/sweep.schema.json': () => `${JSON.stringify(specSchema(experiments), null, 2)}\n`,
  'docs/file-format.md': () => withTables(readFileSync(join(root, 'docs/file-format.md'), 'utf8')),
};

for (const [path, make] of Object.entries(files)) {
  const wanted = make();
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, path), wanted);
  } else if (readFileSync(join(root, path), 'utf8') !== wanted) {
    console.error(`${path} is not what the declarations say: run npm run schema`);
    process.exitCode = 1;
  }
}

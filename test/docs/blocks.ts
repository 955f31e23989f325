/** The fenced blocks of a page, and a shell that runs them as they are written, with `npx fewbits` being the built one. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../e2e/cli.ts';

/** The first block in `language` of the page at `path` (from the root) that contains `part`. */
export function blockOf(path: string, language: string, part: string): string {
  const page = readFileSync(join(root, path), 'utf8');
  for (const [, found, text] of page.matchAll(/^```(\w+)\n(.*?)^```$/gms))
    if (found === language && text.includes(part)) return text;
  throw new Error(`${path} has no ${language} block with ${part}`);
}

export function shell(text: string, cwd: string): SpawnSyncReturns<string> {
  const fewbits = `"${process.execPath}" "${join(root, 'packages/cli/bin/fewbits.js')}"`;
  const script = text.replaceAll('npx fewbits', fewbits);
  return spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CI: '1' },
  });
}

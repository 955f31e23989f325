import { expect, it } from 'vitest';
import { standingFolder } from './paths.ts';

const npx = { npm_command: 'exec', npm_lifecycle_script: 'fewbits' };

it('is the folder where npx was called, when npx moved the command to the root above it', () => {
  expect(standingFolder({ ...npx, INIT_CWD: '/project/sweeps' }, '/project')).toBe('/project/sweeps');
  expect(standingFolder({ ...npx, INIT_CWD: '/project' }, '/project')).toBe('/project');
});

it('is the working folder for anything that npx only started from afar', () => {
  expect(standingFolder({}, '/project')).toBe('/project');
  // A child process of another command that npx ran inherits its variables.
  expect(standingFolder({ ...npx, npm_lifecycle_script: 'vitest', INIT_CWD: '/project/sweeps' }, '/project')).toBe(
    '/project',
  );
  expect(standingFolder({ ...npx, INIT_CWD: '/elsewhere' }, '/project')).toBe('/project');
  expect(standingFolder({ ...npx, INIT_CWD: '/project2' }, '/project')).toBe('/project');
  // npm start runs in the root of the project, whatever folder below it is called from.
  expect(
    standingFolder(
      { npm_command: 'run-script', npm_lifecycle_script: 'fewbits run x', INIT_CWD: '/project/a' },
      '/project',
    ),
  ).toBe('/project');
});

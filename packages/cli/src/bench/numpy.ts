/** The Python that runs the peers, if there is one with NumPy. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Programs of others' making: in the repository, not in the package. */
export const peersFolder: string = fileURLToPath(new URL('../../../../tools/peers', import.meta.url));

/** Of the peers: one BLAS thread, since waiting threads spin on the same clock; and no files left beside the sources. */
export const peerEnv: Readonly<Record<string, string>> = {
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** Debian's name of the plain Fortran loops, many times slower than an optimised BLAS: no expert's choice. */
const REFERENCE_BLAS = /\blibblas\.so/;
/** Debian gives it that name too, and loads the library behind it. */
const OPTIMISED_BLAS = /openblas|mkl|blis|atlas/i;

export interface NumpyVersions {
  readonly python: string;
  readonly numpy: string;
  readonly scipy: string | null;
  /** File names of the libraries, parted by commas. */
  readonly blas: string;
  /** Name and version of the BLAS, where NumPy tells. */
  readonly builtWith: string | null;
}

export interface Numpy {
  readonly command: string;
  readonly versions: NumpyVersions;
}

/** A Python that can run the peers, of `python3` and `/usr/bin/python3`; rather one with an optimised BLAS. Null without. */
export function findNumpy(): Numpy | null {
  const script = join(peersFolder, 'versions.py');
  if (!existsSync(script)) return null;
  const found = ['python3', '/usr/bin/python3'].flatMap((command): Numpy[] => {
    const { status, stdout } = spawnSync(command, [script], { encoding: 'utf8', env: { ...process.env, ...peerEnv } });
    return status === 0 ? [{ command, versions: JSON.parse(stdout) as NumpyVersions }] : [];
  });
  return found.find(({ versions }) => !hasReferenceBlas(versions)) ?? found[0] ?? null;
}

export function hasReferenceBlas({ blas }: NumpyVersions): boolean {
  return REFERENCE_BLAS.test(blas) && !OPTIMISED_BLAS.test(blas);
}

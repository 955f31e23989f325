/** Identities: content hashes, so that order, name, engine and host of a sweep never matter. */
import { hash } from 'node:crypto';
import type { Params } from '@fewbits/dataset/columns';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of the canonical JSON of experiment, component versions and the parameters that apply. */
export function pointId(
  experiment: string,
  versions: Readonly<Record<string, number | string>>,
  params: Params,
): Buffer {
  return hash('sha256', canonicalJson({ experiment, versions, params }), 'buffer');
}

/** SHA-256 of point id and replicate (u32 LE), as 64 hexadecimal digits. */
export function trialId(point: Buffer, replicate: number): string {
  const bytes = Buffer.allocUnsafe(point.length + 4);
  point.copy(bytes);
  bytes.writeUInt32LE(replicate, point.length);
  return hash('sha256', bytes, 'hex');
}

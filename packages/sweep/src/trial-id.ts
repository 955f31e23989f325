/** Identities: content hashes, so that order, name, engine and host of a sweep never matter. */
import { createHash } from 'node:crypto';
import type { Params } from '@fewbits/dataset/columns';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of the canonical JSON of experiment, component versions and the parameters that apply. */
export function pointId(
  experiment: string,
  versions: Readonly<Record<string, number | string>>,
  params: Params,
): Buffer {
  return createHash('sha256').update(canonicalJson({ experiment, versions, params })).digest();
}

/** SHA-256 of point id and replicate (u32 LE), as 64 hexadecimal digits. */
export function trialId(point: Buffer, replicate: number): string {
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(replicate);
  return createHash('sha256').update(point).update(tail).digest('hex');
}

/**
 * Online memories as the definitions read, one synapse after the other: the slow obvious version to test and to time the
 * kernels against.
 *
 * Source: Benna & Fusi, "Efficient online learning with low-precision synaptic variables", Asilomar 2017, sections I.C and
 * II.A-C. Groups k = 1..m, fastest first; xi = +1 potentiates, -1 depresses.
 */
import type { MemoryRule } from '../online-memory/memory-rule.ts';

export interface NaiveMemory {
  readonly size: number;
  readonly groups: number;
  /** One event per synapse. Length N, ±1. */
  step(xi: Int8Array): void;
  /** Sum of signs or markers. */
  weight(synapse: number): number;
  /** Codes as in memory-rule.ts, N × m, row-major. */
  readCodes(out: Uint32Array): void;
  writeCodes(codes: Uint32Array): void;
}

export function naiveMemory(rule: MemoryRule, size: number): NaiveMemory {
  switch (rule.name) {
    case 'direction-marker':
      return directionMarker(rule.groups, rule.last === 'hard', size);
    case 'partial-reset':
      return partialReset(rule.groups, rule.last === 'hard', size);
    case 'multi-chain':
      return chains(
        Array.from({ length: rule.groups }, (_, k) => 4 ** (k + 1)),
        size,
      );
    case 'multi-state':
      return chains([2 ** rule.bits], size);
  }
}

function directionMarker(groups: number, hard: boolean, size: number): NaiveMemory {
  const x = new Int8Array(size * groups);
  const d = new Int8Array(size * groups).fill(-1);
  const free = hard ? groups - 1 : groups;
  return {
    size,
    groups,
    step(xi): void {
      for (let i = 0; i < size; i++) {
        const c = xi[i];
        const first = i * groups;
        let k = 0;
        for (; k < free; k++) {
          const at = first + k;
          if (c > 0) {
            if (x[at] === 3) x[at] = 0;
            else {
              if (x[at] === 1) d[at] = 1;
              x[at]++;
              break;
            }
          } else if (x[at] === 0) x[at] = 3;
          else {
            if (x[at] === 2) d[at] = -1;
            x[at]--;
            break;
          }
        }
        if (hard && k === free) {
          const at = first + k;
          x[at] = Math.min(3, Math.max(0, x[at] + c));
          d[at] = x[at] > 1 ? 1 : -1;
        }
      }
    },
    weight(i): number {
      let w = 0;
      for (let k = 0; k < groups; k++) w += d[i * groups + k];
      return w;
    },
    readCodes(out): void {
      for (let at = 0; at < out.length; at++) out[at] = x[at] + (d[at] > 0 ? 4 : 0);
    },
    writeCodes(codes): void {
      for (let at = 0; at < codes.length; at++) {
        x[at] = codes[at] & 3;
        d[at] = codes[at] & 4 ? 1 : -1;
      }
    },
  };
}

function partialReset(groups: number, hard: boolean, size: number): NaiveMemory {
  const v = new Int8Array(size * groups);
  return {
    size,
    groups,
    step(xi): void {
      for (let i = 0; i < size; i++) {
        const c = xi[i];
        const end = (i + 1) * groups;
        for (let at = i * groups; at < end; at++) {
          const y = v[at] + c;
          if (y >= 0 && y <= 7) {
            v[at] = y;
            break;
          }
          if (hard && at === end - 1) break;
          v[at] = y > 7 ? 4 : 3;
        }
      }
    },
    weight(i): number {
      let w = 0;
      for (let k = 0; k < groups; k++) w += v[i * groups + k] > 3 ? 1 : -1;
      return w;
    },
    readCodes(out): void {
      for (let at = 0; at < out.length; at++) out[at] = v[at];
    },
    writeCodes(codes): void {
      for (let at = 0; at < codes.length; at++) v[at] = codes[at];
    },
  };
}

/** Every chain receives every event. `states`: of each chain. */
function chains(states: readonly number[], size: number): NaiveMemory {
  const groups = states.length;
  const x = new Float64Array(size * groups);
  return {
    size,
    groups,
    step(xi): void {
      for (let i = 0; i < size; i++) {
        for (let k = 0; k < groups; k++) {
          const at = i * groups + k;
          const y = x[at] + xi[i];
          x[at] = y < 0 ? 0 : y >= states[k] ? states[k] - 1 : y;
        }
      }
    },
    weight(i): number {
      let w = 0;
      for (let k = 0; k < groups; k++) w += 2 * x[i * groups + k] >= states[k] ? 1 : -1;
      return w;
    },
    readCodes(out): void {
      for (let at = 0; at < out.length; at++) out[at] = x[at];
    },
    writeCodes(codes): void {
      for (let at = 0; at < codes.length; at++) x[at] = codes[at];
    },
  };
}

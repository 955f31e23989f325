import { describe, expect, it } from 'vitest';
import { memoryCapacity } from '../memory-capacity.ts';
import { snr } from '../snr.ts';
import { logSlope, standardAges } from './age-grid.ts';
import { lahiriGanguliEnvelope } from './anchors.ts';
import { memoryArea } from './area.ts';
import { linearTheory } from './biological.ts';
import { bitsOf } from './memory-curve.ts';
import type { MemoryParameters } from './memory-parameters.ts';
import { partialReset } from './partial-reset.ts';
import { marginal, partialResetLevels } from './partial-reset-law.ts';
import { walkSignals } from './persistent-walk.ts';

// Values of an independent computation, given to the project with 6 to 12 digits. Tolerance: those digits.

/** Relative error at most 1e-8, or half a unit of the last of `digits`. */
function expectDigits(value: number | null | undefined, expected: number, digits = 9): void {
  expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(Math.max(1e-8, 6 / 10 ** digits));
}

function numbers(values: readonly (number | null)[] | null): readonly number[] {
  return (values ?? []).map((value) => value ?? Number.NaN);
}

function curve(parameters: MemoryParameters, ages: readonly number[]): readonly number[] {
  return numbers(snr({ ...parameters, ages }).snr1);
}

const kinds = ['multi-chain', 'direction-marker', 'partial-reset'] as const;

describe('multi-state', () => {
  it.each([
    [4, 0.5, 0.670820393],
    [16, 0.125, 0.203372304],
    [64, 0.03125, 0.053287365],
  ])('starts at 2/M (binary) and at the level of %i states', (levels, binary, graded) => {
    expectDigits(curve({ model: 'multi-state', levels, readout: 'binary' }, [0])[0], binary);
    expectDigits(curve({ model: 'multi-state', levels }, [0])[0], graded);
  });

  it.each([
    [4, [1, 5], [0.447213595, 0.111803399]],
    [16, [1, 5, 20, 100], [0.189814151, 0.166087382, 0.118994748, 0.0251043346]],
    [64, [1, 5, 20, 100], [0.0524415338, 0.0509613292, 0.0480228447, 0.0406020653]],
  ])('decays from there with %i states', (levels, ages, expected) => {
    const values = curve({ model: 'multi-state', levels }, ages);
    for (const [i, value] of expected.entries()) expectDigits(values[i], value);
  });

  it('is read by its sign, with independent and with correlated events', () => {
    const binary = { model: 'multi-state', bits: 4, readout: 'binary' } as const;
    const plain = curve(binary, [20, 100]);
    expectDigits(plain[0], 0.10541153);
    expectDigits(plain[1], 0.0225726299);
    const correlated = curve({ ...binary, correlation: 0.9 }, [0, 1, 5, 20, 100]);
    const expected = [0.588235294, 0.641176471, 0.805034706, 0.355631238, 1.18315464e-4];
    for (const [i, value] of expected.entries()) expectDigits(correlated[i], value);
  });

  it('forgets at the slowest rate 1/ln cos(π/M) in the end, for 14 bits too', () => {
    for (const [levels, age, slowest] of [
      [16, 1000, 51.541818],
      [64, 16000, 829.689723],
      [16384, 1e9, 5.43964e7],
    ] as const) {
      const [one = 0, two = 0] = curve({ model: 'multi-state', levels }, [age, 2 * age]);
      expectDigits(age / Math.log(one / two), slowest, 7);
    }
    expectDigits(curve({ model: 'multi-state', levels: 16384, readout: 'binary' }, [0])[0], 1.220703e-4, 7);
  });
});

it.each([
  [1, [1, 1, 1], [0.5, 0.4, 0.4]],
  [2, [2.5, 2.32941176471, 2.09523809524], [0.395284708, 0.339164679, 0.289498746]],
  [3, [4.125, 3.6556561086, 3.21848739496], [0.323115164, 0.286832051, 0.234205525]],
  [7, [10.7778320312, 8.7624713262, 7.74839260049], [0.203056328, 0.188760829, 0.150970914]],
])('of %i groups has this variance and this initial SNR', (groups, variances, initial) => {
  for (const [i, model] of kinds.entries()) {
    const values = snr({ model, groups, ages: [0] });
    expectDigits(values.variance, variances[i] ?? 0, 12);
    expectDigits(values.snr1?.[0], initial[i] ?? 0);
  }
});

describe('seven groups', () => {
  const independent: Record<number, readonly number[]> = {
    1: [0.203056328, 0.152321377, 0.122317897],
    5: [0.0888301715, 0.0906637171, 0.0738590929],
    10: [0.0546218175, 0.0579301656, 0.0483331558],
    100: [0.0195297386, 0.0173991205, 0.0183823436],
    10000: [0.00220663476, 0.00177017265, 0.00176362896],
    1000000: [1.80696744e-4, 1.42805469e-4, 1.6394798e-4],
  };
  const correlated: Record<number, readonly number[]> = {
    0: [0.513276257, 0.530528619, 0.45684737],
    1: [0.55947112, 0.563712038, 0.486203216],
    5: [0.540639574, 0.553149954, 0.485742688],
    100: [0.0944199344, 0.0832979014, 0.0909364882],
    10000: [0.00868794789, 0.0067474041, 0.0072602168],
  };

  it.each([
    [0, independent, [10.777832, 8.762471, 7.748393], 7],
    [0.9, correlated, [12.843853759, 11.2562325708, 9.37619531593], 11],
  ])('decay so at correlation %f', (correlation, table, variances, digits) => {
    for (const [i, model] of kinds.entries()) {
      const ages = Object.keys(table).map(Number);
      const values = snr({ model, groups: 7, correlation, ages });
      expectDigits(values.variance, variances[i] ?? 0, digits);
      for (const [n, age] of ages.entries()) {
        // The reference inverts old ages of the partial reset to 1e-7.
        const digits = model === 'partial-reset' && age > 512 ? 7 : 9;
        expectDigits(values.snr1?.[n], table[age]?.[i] ?? 0, digits);
      }
    }
  });

  it('fall as t^-1/2 over four decades', () => {
    for (const [i, model] of kinds.entries()) {
      const { age, snr1 } = snr({ model, groups: 7 });
      expect(logSlope(age ?? [], numbers(snr1), 16, 65536)).toBeCloseTo([-0.505, -0.515, -0.492][i] ?? 0, 3);
      expect(logSlope(age ?? [], numbers(snr1), 10, 1000)).toBeCloseTo([-0.478, -0.511, -0.471][i] ?? 0, 3);
    }
    expect(standardAges).toHaveLength(59);
  });

  it('hold 56, 21, 21 and 35 bits', () => {
    expect(kinds.map((model) => bitsOf({ model, groups: 7 }))).toEqual([56, 21, 21]);
    expect(bitsOf({ model: 'direction-marker', groups: 7, last: 'hard' })).toBe(20);
    expect(bitsOf({ model: 'biological', groups: 7 })).toBe(35);
  });
});

describe('few groups', () => {
  it.each([
    ['multi-chain', 3.29411764706, [0.824986557, 0.899235347, 0.809534942, 0.271301927, 8.16525911e-5]],
    ['direction-marker', 3.24223602484, [0.800276005, 0.845593358, 0.778441776, 0.281321257, 1.02399212e-4]],
    ['partial-reset', 2.97435897436, [0.749840433, 0.795832802, 0.770858815, 0.369995026, 4.40632313e-4]],
  ] as const)('%s of two at correlation 0.9', (model, variance, expected) => {
    const values = snr({ model, groups: 2, correlation: 0.9, ages: [0, 1, 5, 20, 100] });
    expectDigits(values.variance, variance, 12);
    // The reference inverts the partial reset to 1e-11 at best, 3e-8 of the last value.
    for (const [i, value] of expected.entries()) {
      expectDigits(values.snr1?.[i], value, model === 'partial-reset' && i === 4 ? 8 : 9);
    }
  });

  it.each([
    ['multi-chain', [0.97612044, 0.955100762, 0.387292936]],
    ['direction-marker', [0.972575614, 0.952216123, 0.389800458]],
    ['partial-reset', [0.962465217, 0.961316914, 0.401705452]],
  ] as const)('%s of two at correlation 0.99', (model, expected) => {
    const values = curve({ model, groups: 2, correlation: 0.99 }, [0, 10, 100]);
    for (const [i, value] of expected.entries()) expectDigits(values[i], value);
  });

  it.each([
    ['multi-chain', [0.323115164, 0.0831829216, 0.026459447, 0.00586473116]],
    ['direction-marker', [0.230432989, 0.0843490484, 0.0217820573, 0.00411660275]],
    ['partial-reset', [0.189706476, 0.0747817785, 0.0278659042, 0.00713267809]],
  ] as const)('%s of three at independent events', (model, expected) => {
    const values = curve({ model, groups: 3 }, [1, 10, 100, 1000]);
    for (const [i, value] of expected.entries()) {
      expectDigits(values[i], value, model === 'partial-reset' && i === 3 ? 7 : 9);
    }
  });

  it('single direction markers', () => {
    const walk = walkSignals(0);
    const ages = [0, 1, 5, 20, 100];
    const second = [0.117647059, 0.110294118, 0.0974264706, 0.0718830614, 0.0180878681];
    const third = [0.0307692308, 0.0302884615, 0.0294471154, 0.027776885, 0.0235589247];
    for (const [i, age] of ages.entries()) {
      expectDigits(walk(16, 16).at(age), second[i] ?? 0);
      expectDigits(walk(64, 64).at(age), third[i] ?? 0);
    }
  });

  it('slow groups of the partial reset express a memory late', () => {
    const { groupSignals } = partialReset(0, 'cyclic');
    const ages = [0, 1, 5, 20, 100];
    const second = [0.019047619, 0.0380952381, 0.0698660715, 0.0806330567, 0.0328309889];
    const third = [0.00112044818, 0.00224089636, 0.00420168067, 0.00809420631, 0.0171608422];
    for (const [i, age] of ages.entries()) {
      expectDigits(groupSignals(3, age)[1], second[i] ?? 0);
      expectDigits(groupSignals(3, age)[2], third[i] ?? 0);
    }
    const all = Array.from({ length: 101 }, (_, age) => groupSignals(3, age)[1] ?? 0);
    const peak = all.indexOf(Math.max(...all));
    expect(peak).toBeGreaterThanOrEqual(10);
    expect(peak).toBeLessThanOrEqual(16);
  });

  it('partial reset: linear ramps within the groups, and the hard last one', () => {
    const [first, second] = partialResetLevels(2, 0, 'cyclic').map(marginal);
    for (const [v, share] of [1, 2, 3, 4, 4, 3, 2, 1].entries()) expect(first?.[v]).toBeCloseTo(share / 20, 14);
    for (const [v, share] of [0.0535714286, 0.101190476, 0.148809524, 0.196428571].entries()) {
      expectDigits(second?.[v], share);
      expectDigits(second?.[7 - v], share);
    }
    const deep = marginal(partialResetLevels(12, 0, 'cyclic')[11] ?? expect.fail());
    for (const [v, share] of [0.0546875, 0.1015625, 0.1484375, 0.1953125].entries())
      expect(deep[v]).toBeCloseTo(share, 8);
    const hard = snr({ model: 'partial-reset', groups: 2, last: 'hard', ages: [0, 1, 5, 20, 100] });
    expectDigits(hard.variance, 2.0606060606, 11);
    const expected = [0.287096225, 0.225877177, 0.122570034, 0.0455643461, 0.0345177093];
    for (const [i, value] of expected.entries()) expectDigits(hard.snr1?.[i], value);
    const last = marginal(partialResetLevels(2, 0, 'hard')[1] ?? expect.fail());
    for (const [v, share] of last.entries()) expectDigits(share, v === 0 || v === 7 ? 0.136363636 : 0.121212121);
  });

  it('read by the sign of their sum: slightly lower, or about half at old correlated ages', () => {
    const binary = curve({ model: 'direction-marker', groups: 3, readout: 'binary' }, [0, 10, 100]);
    for (const [i, value] of [0.245565611, 0.0758268966, 0.0184063949].entries()) expectDigits(binary[i], value);
    for (const [i, model] of kinds.entries()) {
      const [sign = 0] = curve({ model, groups: 3, correlation: 0.9, readout: 'binary' }, [50]);
      const [sum = 0] = curve({ model, groups: 3, correlation: 0.9 }, [50]);
      expect(sign / sum).toBeCloseTo([0.53, 0.52, 0.65][i] ?? 0, 2);
    }
  });
});

describe('biological', () => {
  it.each([
    [1, 32, 0, 9.2104617, [1, 0.9375, 0.72419642, 0.27505877, 0.0015744447]],
    [2, 8, 0, 4.5495031, [0.91707119, 0.77686749, 0.46118302, 0.099184856, 0.018822777]],
    [2, 8, 0.9, 10.018836, [2.7193404, 2.8763163, 2.7010536, 0.65618551, 0.012502544]],
  ])(
    'of %i variables with %i levels at correlation %f, all states counted',
    (groups, levels, correlation, variance, expected) => {
      const values = snr({ model: 'biological', groups, levels, correlation, ages: [0, 1, 5, 20, 100] });
      expectDigits(values.variance, variance, 8);
      for (const [i, value] of expected.entries()) expectDigits(values.signal?.[i], value, 8);
    },
  );

  it('has a linear theory without rounding and range', () => {
    expectDigits(linearTheory({ groups: 1, base: 4 }, 0).variances[0], 8.2580645, 8);
    expectDigits(linearTheory({ groups: 2, base: 4 }, 0).variances[0], 15.802843, 8);
    expectDigits(linearTheory({ groups: 7, base: 4 }, 0).variances[0], 51.379665, 8);
    const two = snr({ model: 'biological', groups: 2, approximation: 'linear', ages: [10] });
    expectDigits(two.signal?.[0], 0.55431228, 8);
    expect(two.reason).toBe('linear-theory');
  });

  // E[u_1] follows the linear theory as long as no range is reached: rounding keeps the mean.
  it('follows the linear theory while its range is wide', () => {
    const ages = [1, 10, 50];
    const exact = numbers(snr({ model: 'biological', groups: 1, levels: 64, ages }).signal);
    const linear = numbers(snr({ model: 'biological', groups: 1, approximation: 'linear', ages }).signal);
    for (const [i, value] of exact.entries()) expect(value / (linear[i] ?? 0)).toBeCloseTo(1, 9);
    const correlated = { model: 'biological', groups: 1, correlation: 0.5 } as const;
    const [one = 0] = numbers(snr({ ...correlated, levels: 128, ages: [3] }).signal);
    const [other = 0] = numbers(snr({ ...correlated, approximation: 'linear', ages: [3] }).signal);
    expect(one / other).toBeCloseTo(1, 9);
  });
});

describe('anchors', () => {
  it('cascade', () => {
    const three = curve({ model: 'cascade', depth: 3 }, [0, 1, 2, 3]);
    for (const [i, value] of [2 / 3, 1 / 6, 0.208333333, 0.09375].entries()) expectDigits(three[i], value);
    const ten = curve({ model: 'cascade', depth: 10 }, [0, 1, 2, 3, 10, 100]);
    const expected = [0.2, 0.0666656494, 0.0857127607, 0.0609502214, 0.036688816, 0.00819500686];
    for (const [i, value] of expected.entries()) expectDigits(ten[i], value);
    expect(memoryArea({ model: 'cascade', depth: 3 })).toBeCloseTo(4 / 3, 13);
    expect(memoryArea({ model: 'cascade', depth: 10 })).toBeCloseTo(4.6, 12);
  });

  it('serial chain, soft bounds, stochastic binary and the envelope', () => {
    const serial = { model: 'serial', levels: 16, leave: 0.1 } as const;
    for (const [i, value] of [0.0588235294, 0.05702217, 0.037292953].entries()) {
      expectDigits(curve(serial, [0, 20, 100])[i], value);
    }
    expectDigits(memoryArea(serial), 11.7058824);
    expect(memoryArea({ ...serial, leave: 1 })).toBeCloseTo(8, 13);
    expectDigits(curve({ model: 'soft-bounds', levels: 16 }, [0])[0], 0.25819889);
    expect(curve({ model: 'stochastic-binary', flip: 0.25 }, [0, 3])).toEqual([
      0.25,
      expect.closeTo(0.25 * 0.421875, 15) as unknown as number,
    ]);
    expectDigits(lahiriGanguliEnvelope(16, 1), 0.935506985);
    expectDigits(lahiriGanguliEnvelope(16, 2), 0.875173319);
  });

  it('a serial chain that leaves its ends at once is a multi-state synapse', () => {
    const ages = [0, 1, 5, 20, 100];
    const serial = curve({ model: 'serial', levels: 10, leave: 1 }, ages);
    const plain = curve({ model: 'multi-state', levels: 10, readout: 'binary' }, ages);
    for (const [i, value] of serial.entries()) expect(value).toBeCloseTo(plain[i] ?? 0, 14);
  });
});

describe('capacity', () => {
  it.each([
    ['multi-chain', 1e3, 81.216, 3],
    ['multi-chain', 1e5, 5249.915, 5],
    ['multi-chain', 1e7, 373597.7, 7],
    ['direction-marker', 1e3, 61.1707, 3],
    ['direction-marker', 1e5, 2869.402, 5],
    ['direction-marker', 1e7, 276509.8, 7],
    ['partial-reset', 1e3, 80.2141, 3],
    ['partial-reset', 1e5, 4128.45, 4],
    ['partial-reset', 1e7, 396959, 6],
  ] as const)('of %s with %f synapses at the best number of groups', (model, size, capacity, groups) => {
    const found = memoryCapacity({ model, size });
    expect(found.groups).toBe(groups);
    // Digits given: about 1e-6.
    expectDigits(found.capacity, capacity, model === 'partial-reset' ? 6 : 6.5);
  });

  it('of seven groups, and of the binary synapse', () => {
    expectDigits(memoryCapacity({ model: 'partial-reset', size: 1e7, groups: 7 }).capacity, 357039, 6);
    expectDigits(memoryCapacity({ model: 'stochastic-binary', size: 1e7 }).capacity, 1162.84, 6);
    expectDigits(memoryCapacity({ model: 'stochastic-binary', size: 1e4 }).capacity, 36.289, 5);
    expectDigits(memoryCapacity({ model: 'stochastic-binary', size: 1e4, flip: 0.5 }).capacity, 5.64386, 6);
  });

  it('grows nearly as N for the groups and as √N for the binary synapse', () => {
    const exponent = (model: MemoryParameters['model']): number =>
      Math.log10(
        (memoryCapacity({ model, size: 1e7 }).capacity ?? 0) / (memoryCapacity({ model, size: 1e3 }).capacity ?? 0),
      ) / 4;
    expect(exponent('multi-chain')).toBeCloseTo(0.916, 3);
    expect(exponent('direction-marker')).toBeCloseTo(0.914, 3);
    expect(exponent('partial-reset')).toBeCloseTo(0.924, 3);
    expect(Math.abs(exponent('stochastic-binary') - 0.5)).toBeLessThan(0.01);
  });

  it('the initial SNR at the best number of chains is √(N/ln N)', () => {
    for (let size = 1e2; size <= 1e7; size *= 10) {
      const { initial_snr } = memoryCapacity({ model: 'multi-chain', size });
      expect(Math.abs((initial_snr ?? 0) * Math.sqrt(Math.log(size) / size) - 0.83)).toBeLessThan(0.021);
    }
  });
});

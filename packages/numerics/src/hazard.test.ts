import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hazard, hazardSlope, logTail } from './hazard.ts';

// x, r(x), ln H(x), r(x)(r(x) - x): mpmath, 50 digits; 0 where the value is below 1e-305.
const table: readonly (readonly [number, number, number, number])[] = [
  [-40.0, 0, 0, 0],
  [-37.5, 0, 0, 6.480876496065394e-305],
  [-30.25, 7.899741722660823e-200, -2.6086402857412604e-201, 2.389671871104899e-198],
  [-20.0, 5.520948362159764e-88, -2.7536241186062337e-89, 1.1041896724319527e-86],
  [-12.5, 4.695195357975146e-35, -3.732564298877713e-36, 5.868994197468933e-34],
  [-7.25, 1.5385379505615957e-12, -2.0838581586722866e-13, 1.1154400141573936e-11],
  [-3.125, 0.0030249472898679183, -0.0008894207164743916, 0.009462110586943724],
  [-1.0, 0.2875999709391784, -0.17275377902344988, 0.3703137142233946],
  [-0.25, 0.6458393710168173, -0.5129840754094305, 0.5785683359096024],
  [-9.313225746154785e-10, 0.797884560209967, -0.6931471798168574, 0.6366197721645404],
  [0.0, 0.7978845608028654, -Math.LN2, 0.6366197723675814],
  [9.313225746154785e-10, 0.7978845613957637, -0.6931471813030332, 0.6366197725706223],
  [0.125, 0.879127895756634, -0.7979261427530241, 0.6629748701279079],
  [0.5, 1.1410777703680646, -1.1759117615936185, 0.731519592844121],
  [1.75, 2.1537477466092247, -3.217397995800274, 0.8695707994581698],
  [2.5, 2.822744797663907, -5.08164827727869, 0.9110261985788846],
  [3.25, 3.51639514446875, -7.457624891374112, 0.9367505925199632],
  [4.96875, 5.156281042723921, -14.903392405944468, 0.9669627605196044],
  [5.0, 5.186503967125842, -15.064998393988725, 0.9673035653828878],
  [5.03125, 5.21673746380315, -15.227549014016702, 0.9676394014877218],
  [7.75, 7.875055163203606, -33.01388872274309, 0.9848163086718256],
  [10.0, 10.098093233962512, -53.23128515051247, 0.9905546221743438],
  [15.5, 15.563989900265256, -123.78889843941037, 0.9959381614474258],
  [20.0, 20.04975306852785, -203.91715537109727, 0.9975367383849478],
  [28.5, 28.535001849988532, -410.3950700020256, 0.998777854175783],
  [40.0, 40.02496884720726, -804.6084420137538, 0.9993773316214086],
  [75.0, 75.01332859680105, -2817.7366043455754, 0.9998224115714354],
  [100.0, 100.00999800099926, -5005.524208694205, 0.9999000599500517],
  [300.0, 300.0033332592634, -45006.62273211866, 0.999988889629561],
  [1000.0, 1000.000999998, -500007.82669481216, 0.999999000006],
  [131072.0, 131072.0000076294, -8589934604.70244, 0.9999999999417923],
];
const relative = 1e-13;
const off = (value: number, exact: number): number => (exact === 0 ? Math.abs(value) : Math.abs(value / exact - 1));
const argument = fc.double({ min: -60, max: 1e6, noNaN: true });
const moderate = fc.double({ min: -30, max: 300, noNaN: true });

describe('hazard, ln H and the slope of the hazard', () => {
  it.each(table)('are right to 1e-13 of their value at x = %d', (x, r, lnH, slope) => {
    expect(off(hazard(x), r)).toBeLessThan(relative);
    expect(off(logTail(x), lnH)).toBeLessThan(relative);
    expect(off(hazardSlope(x), slope)).toBeLessThan(relative);
  });

  it('are finite for every finite x, however large', () => {
    for (const x of [-1e308, -1e200, -1e9, 1e9, 1e150]) {
      expect(Number.isFinite(hazard(x)) && Number.isFinite(hazardSlope(x)) && Number.isFinite(logTail(x))).toBe(true);
    }
    expect([hazard(-1e308), hazardSlope(-1e308), logTail(-1e308)].map(Math.abs)).toEqual([0, 0, 0]);
    expect(Math.abs(hazard(1e150) / 1e150 - 1)).toBeLessThan(relative);
  });

  it('keep max(0, x) ≤ r, 0 ≤ r′ ≤ 1 and ln H ≤ 0', () => {
    fc.assert(
      fc.property(argument, (x) => {
        expect(hazard(x)).toBeGreaterThanOrEqual(Math.max(0, x) * (1 - relative));
        expect(hazardSlope(x)).toBeGreaterThanOrEqual(0);
        expect(hazardSlope(x)).toBeLessThanOrEqual(1);
        expect(logTail(x)).toBeLessThanOrEqual(0);
      }),
    );
  });

  // Central differences of step h = 1e-3: third derivatives are below 1, so the truncation error is below h²/6 = 2e-7;
  // rounding, ln H·1e-15/h, is below 5e-8 where |ln H| < 5e4.
  it('are each other’s derivatives: (ln H)′ = −r and r′ = r(r − x)', () => {
    const h = 1e-3;
    fc.assert(
      fc.property(moderate, (x) => {
        expect(Math.abs((logTail(x + h) - logTail(x - h)) / (2 * h) + hazard(x))).toBeLessThan(5e-7);
        expect(Math.abs((hazard(x + h) - hazard(x - h)) / (2 * h) - hazardSlope(x))).toBeLessThan(5e-7);
      }),
    );
  });

  it('join smoothly where the formula for the slope changes', () => {
    expect(Math.abs(hazardSlope(5) - hazardSlope(5 - 1e-12))).toBeLessThan(1e-13);
  });

  it('pass NaN on', () => {
    expect([hazard(Number.NaN), hazardSlope(Number.NaN), logTail(Number.NaN)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

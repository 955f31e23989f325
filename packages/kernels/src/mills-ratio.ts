/**
 * Hazard of the normal law r(x) = phi(x)/H(x), the inverse Mills ratio, of whole vectors.
 *
 * z = |x|/√2, t = (z - c)/(z + c), p(t) ≈ (1 + 2z) erfcx(z) by Chebyshev interpolation, E = exp(-z²):
 *   x ≥ 0: r = √(2/π) (1 + 2z)/p;   x < 0: r = √(2/π) (1 + 2z) E/(2 (1 + 2z) - E p). Nothing cancels, nothing branches.
 * Relative error: f64 1e-13 (degree 20, c = 3.25); f32 5e-7 for x > 0, 2e-6 for x > -4 (degree 9, c = 2.5). The exponent is
 * clamped at -708 (f32: -87): beyond, r stays at the tiny value there. NaN gives NaN.
 * Coefficients: tools/golden/mills_coefficients.py. exp: Cody and Waite's reduction, series (f64), Cephes (f32).
 * The WebAssembly and TypeScript versions do the same operations one by one: the same bits. assembly/mills.ts.
 */
import { kernelImplementation, wasmKernels } from './implementation.ts';

const f = Math.fround;
const bits = new Int32Array(2);
const single = new Float32Array(bits.buffer);
const double = new Float64Array(bits.buffer);

const SQRT_2_OVER_PI = 0.7978845608028654;

const ERFCX_32 = Float32Array.of(
  ...[0.0004209658072795719, 0.0003030190127901733, -0.004215244669467211, 0.0010876291198655963, 0.03270399570465088],
  ...[-0.10302112996578217, 0.1576368808746338, -0.09901786595582962, -0.12235689908266068, 1.2648380994796753],
);
const EXP_32 = Float32Array.of(
  ...[0.00019875691214110702, 0.001398199936375022, 0.008333452045917511, 0.04166579619050026, 0.1666666567325592, 0.5],
);
const LOG2_E_32 = f(1.4426950216293335);
const LN2_HIGH_32 = 0.693359375;
const LN2_LOW_32 = f(-0.00021219444170128554);
const ROUND_32 = 12582912;

const ERFCX_64 = Float64Array.of(
  ...[
    -1.8733588103919592e-8, 5.020720537338086e-9, 2.0197539601751308e-7, -3.611043312925485e-8, -1.3745080270492786e-6,
  ],
  ...[2.6514598752138093e-7, 8.56657152224162e-6, -4.349121755414694e-6, -5.4146951391387736e-5, 7.502565467447507e-5],
  ...[0.00030504189247892196, -0.0010751196694344027, -0.00018754443979330113, 0.010148646196565437],
  ...[-0.03696058338021754, 0.08014898640724255, -0.11897889088883319, 0.11350749363251113, -0.027456781190957163],
  ...[-0.13861133360832067, 1.2475151132011641],
);
/** 1/13!, …, 1/2!. */
const EXP_64 = Float64Array.of(
  ...[1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7, 2.7557319223985893e-6],
  ...[2.48015873015873e-5, 0.0001984126984126984, 0.001388888888888889, 0.008333333333333333, 0.041666666666666664],
  ...[0.16666666666666666, 0.5],
);
const LN2_HIGH_64 = 0.6931471803691238;
const LN2_LOW_64 = 1.9082149292705877e-10;
const ROUND_64 = 6755399441055744;

/** exp(y) in single precision, y in [-87, 0] and single. */
export function exp32(y: number): number {
  const n = f(f(f(y * LOG2_E_32) + ROUND_32) - ROUND_32);
  const rest = f(f(y - f(n * LN2_HIGH_32)) - f(n * LN2_LOW_32));
  let p = EXP_32[0];
  for (let k = 1; k < EXP_32.length; k++) p = f(f(p * rest) + EXP_32[k]);
  p = f(f(f(f(p * rest) * rest) + rest) + 1);
  bits[0] = (n + 127) << 23;
  return f(p * single[0]);
}

/** r(x) in single precision. */
export function hazardSingle(x: number): number {
  const z = f(Math.abs(x) * f(Math.SQRT1_2));
  const t = f(f(z - 2.5) / f(z + 2.5));
  let p = ERFCX_32[0];
  for (let k = 1; k < ERFCX_32.length; k++) p = f(f(p * t) + ERFCX_32[k]);
  const line = f(f(z + z) + 1);
  const e = exp32(-Math.min(f(z * z), 87));
  const top = x < 0 ? f(line * e) : line;
  const bottom = x < 0 ? f(f(line + line) - f(e * p)) : p;
  return f(f(SQRT_2_OVER_PI) * f(top / bottom));
}

function exp64(y: number): number {
  const n = y * Math.LOG2E + ROUND_64 - ROUND_64;
  const rest = y - n * LN2_HIGH_64 - n * LN2_LOW_64;
  let p = EXP_64[0];
  for (let k = 1; k < EXP_64.length; k++) p = p * rest + EXP_64[k];
  p = p * rest * rest + rest + 1;
  bits[0] = 0;
  bits[1] = (n + 1023) << 20;
  return p * double[0];
}

function hazardDouble(x: number): number {
  const z = Math.abs(x) * Math.SQRT1_2;
  const t = (z - 3.25) / (z + 3.25);
  let p = ERFCX_64[0];
  for (let k = 1; k < ERFCX_64.length; k++) p = p * t + ERFCX_64[k];
  const line = z + z + 1;
  const e = exp64(-Math.min(z * z, 708));
  const top = x < 0 ? line * e : line;
  const bottom = x < 0 ? line + line - e * p : p;
  return SQRT_2_OVER_PI * (top / bottom);
}

let tables: { readonly single: number; readonly double: number } | undefined;

/** Where the constants lie that assembly/mills.ts reads: every one as a vector. Written once a thread. */
export function millsTables(): { readonly single: number; readonly double: number } {
  if (tables) return tables;
  const { arena } = wasmKernels();
  const singles = [
    ...[Math.SQRT1_2, 2.5, ...ERFCX_32, 1, 87, SQRT_2_OVER_PI],
    ...[LOG2_E_32, ROUND_32, LN2_HIGH_32, LN2_LOW_32, ...EXP_32],
  ];
  const doubles = [
    ...[Math.SQRT1_2, 3.25, ...ERFCX_64, 1, 708, SQRT_2_OVER_PI],
    ...[Math.LOG2E, ROUND_64, LN2_HIGH_64, LN2_LOW_64, ...EXP_64],
  ];
  const single = arena.allocate(16 * (singles.length + 1));
  const double = arena.allocate(16 * (doubles.length + 1));
  const { buffer } = arena.memory;
  for (const [k, value] of singles.entries()) new Float32Array(buffer, single + 16 * k, 4).fill(value);
  for (const [k, value] of doubles.entries()) new Float64Array(buffer, double + 16 * k, 2).fill(value);
  // Biases of the exponents: integers.
  new Int32Array(buffer, single + 16 * singles.length, 4).fill(127);
  new Int32Array(buffer, double + 16 * doubles.length, 4).set([1023, 0, 1023, 0]);
  tables = { single, double };
  return tables;
}

/** Numbers that are copied into the memory of the kernels at once. */
const CHUNK = 8192;

/** `out` = r(`x`), entry by entry, in the precision of the arrays. Equal lengths. */
export function hazards(
  x: Float32Array | Float64Array,
  out: Float32Array | Float64Array,
  implementation: 'wasm' | 'ts' = kernelImplementation().name,
): void {
  const single = x instanceof Float32Array;
  if (out.length !== x.length || out instanceof Float32Array !== single) {
    throw new RangeError(`hazards of ${x.length} numbers do not fit into ${out.length} of another kind or number`);
  }
  if (implementation === 'ts') {
    for (let k = 0; k < x.length; k++) out[k] = single ? hazardSingle(x[k]) : hazardDouble(x[k]);
    return;
  }
  const { arena, belief } = wasmKernels();
  const constants = millsTables();
  const at = arena.allocate(16 * CHUNK);
  const { buffer } = arena.memory;
  for (let first = 0; first < x.length; first += CHUNK) {
    const count = Math.min(CHUNK, x.length - first);
    const view = single ? new Float32Array(buffer, at, count) : new Float64Array(buffer, at, count);
    view.set(x.subarray(first, first + count));
    if (single) belief.hazard32(at, at, count, constants.single);
    else belief.hazard64(at, at, count, constants.double);
    out.set(view, first);
  }
  arena.free(at);
}

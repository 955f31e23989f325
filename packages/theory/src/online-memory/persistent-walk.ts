/**
 * The persistent walk between two absorbing ends: what multi-state, multi-chain and direction-marker memories have in common.
 *
 * Seen backwards from the time of reading, a binary readout d is decided by a walker on sites y = 0 … L−1: undoing an event ξ
 * moves it by −ξ, leaving at the bottom means d = +1, at the top d = −1. It starts uniformly on the n middle sites:
 *   chain of M states, sign              L = M − 1,  n = 1
 *   chain of M states, graded / (L/2)    L = M − 1,  n = L        (the mean of the signs at all L thresholds)
 *   direction marker of group k          L = 4^k,    n = L
 *   hard last group of m                 L = 3·4^(m−1), n = L/3   (three thresholds of the chain, one counter in each)
 * Events form a symmetric two-state chain of one-step correlation λ, p = (1 + λ)/2. S(t) = E[ξ_0 d_t].
 *
 * Exit lemma:  b = 2(1−λ)/((L−1)(1−λ) + 2),  e = b/(1−λ);  S(0) = e, and as long as no walker can have left
 *   S(t) = e + b λ (1 − λ^t)/(1 − λ).
 * Modes: u(y) = sin k(L−y) with (1−λ) sin kL = (1+λ) sin k and growth μ = p cos k − (1−p) cos kL a step; then S(t) is a sum
 * of μ^t (below). For λ = 0, k = πj/(L+1) with j odd and μ = cos k. For λ > 0 the real modes above √λ are kept, which are
 * everything to double precision once √λ^t is below it; younger ages come from the walk itself, or on many sites from its
 * generating function (`walk-series.ts`), and where they are too many from fewer sites.
 * Source: benna-fusi-2017 for the models; derivation by the reflection y → L−1−y of the killed walk.
 */

import { circleInversion } from './circle-inversion.ts';
import { type CentralWalk, exitLaw } from './exit-law.ts';
import { walkSeries } from './walk-series.ts';

/** The signal of one walk; S at any age, in any order. Keeps what it has computed. */
export interface WalkSignal {
  /** S(0) = e. */
  readonly initial: number;
  at(age: number): number;
}

/** λ^(t/2) < 2e-16 from this age on. */
export function fadingAge(correlation: number): number {
  return correlation === 0 ? 0 : Math.ceil(-72 / Math.log(correlation));
}

/** The walk of L sites and spread n. */
export type WalkSignals = (sites: number, spread: number) => WalkSignal;

/** Signals of walks at one correlation; each is made once and keeps what it has computed. */
export function walkSignals(correlation: number): WalkSignals {
  const made = new Map<string, WalkSignal>();
  const signals: WalkSignals = (sites, spread) => {
    const key = `${sites}/${spread}`;
    let signal = made.get(key);
    if (signal === undefined) {
      const walk = { sites, spread, correlation };
      signal = correlation === 0 ? independentSignal(walk) : correlatedSignal(walk, signals);
      made.set(key, signal);
    }
    return signal;
  };
  return signals;
}

/** exp underflows relative to what is kept: e^-45 = 3e-20. */
const NEGLIGIBLE = -45;

/**
 * λ = 0: S(t) = e · P(alive), the alive probability of a simple walk,
 * P(t) = Σ_{j odd ≤ L} 2/(n(L+1)) sin(πj/2) sin(nk/2) cos(k/2)/sin²(k/2) cos^t k,  k = πj/(L+1).
 */
function independentSignal({ sites, spread }: CentralWalk): WalkSignal {
  const { e } = exitLaw(sites, 0);
  const free = (sites - spread) / 2;
  const at = (age: number): number => {
    if (age <= free) return e;
    if (spread === sites && age <= sites) return e * (1 - meanRange(age) / sites);
    return e * alive(sites, spread, age);
  };
  return { initial: e, at };
}

function alive(sites: number, spread: number, age: number): number {
  const scale = 2 / (spread * (sites + 1));
  let sum = 0;
  // Both ends of the spectrum, slowest first: k near 0 (positive cosines), then k near π (negative).
  for (let j = 1; 2 * j < sites + 1; j += 2) {
    const exponent = age * logCosine((Math.PI * j) / (sites + 1));
    if (exponent < NEGLIGIBLE + Math.min(0, sumLog(sum))) break;
    sum += amplitude(sites, spread, j) * Math.exp(exponent);
  }
  const sign = age % 2 === 0 ? 1 : -1;
  for (let j = sites % 2 === 0 ? sites - 1 : sites; 2 * j > sites + 1; j -= 2) {
    const exponent = age * logCosine((Math.PI * (sites + 1 - j)) / (sites + 1));
    if (exponent < NEGLIGIBLE + Math.min(0, sumLog(sum))) break;
    sum += sign * amplitude(sites, spread, j) * Math.exp(exponent);
  }
  return scale * sum;
}

function sumLog(sum: number): number {
  return sum === 0 ? 0 : Math.log(Math.abs(sum));
}

function amplitude(sites: number, spread: number, j: number): number {
  const half = (Math.PI * j) / (2 * (sites + 1));
  const sine = Math.sin(half);
  return ((j % 4 === 1 ? 1 : -1) * Math.sin(spread * half) * Math.cos(half)) / (sine * sine);
}

/** ln cos k to full relative precision, 0 ≤ k < π/2. */
function logCosine(k: number): number {
  const sine = Math.sin(k);
  return 0.5 * Math.log1p(-sine * sine);
}

/** E[max − min] of t steps of a simple walk: 2 E|S_t| − 1 + P(S_t = 0). */
function meanRange(steps: number): number {
  if (steps === 0) return 0;
  const pairs = Math.ceil(steps / 2);
  const returns = centralBinomial(pairs);
  return 4 * pairs * returns - 1 + (steps % 2 === 0 ? returns : 0);
}

/** C(2n, n)/4^n; beyond n = 64 by its asymptotic series, to 1e-16. */
function centralBinomial(n: number): number {
  if (n <= 64) {
    let product = 1;
    for (let k = 1; k <= n; k++) product *= (2 * k - 1) / (2 * k);
    return product;
  }
  const x = 1 / n;
  const series =
    1 + x * (-1 / 8 + x * (1 / 128 + x * (5 / 1024 + x * (-21 / 32768 + x * (-399 / 262144 + x * (869 / 4194304))))));
  return series / Math.sqrt(Math.PI * n);
}

/** Site updates: some tenths of a second. */
const AFFORDABLE = 3e7;

function correlatedSignal(walk: CentralWalk, signals: WalkSignals): WalkSignal {
  const { sites, spread, correlation } = walk;
  const { b, e } = exitLaw(sites, correlation);
  const free = (sites - spread) / 2;
  const old = Math.max(fadingAge(correlation), Math.floor(2e6 / sites));
  const drift = (b * correlation) / (1 - correlation);
  const modes = realModes(walk);
  const near = sites * old <= AFFORDABLE ? killedWalk(walk) : invertedWalk(walk, old);
  const at = (age: number): number => {
    if (age === 0) return e;
    if (age <= free) return e - drift * Math.expm1(age * Math.log(correlation));
    if (age <= old) return near(age);
    const [fewer, more] = scarcelyWider(age);
    return spread === sites && more < sites ? fromNarrower(walk, age, [fewer, more], signals) : modes(age);
  };
  return { initial: e, at };
}

/** Two numbers of sites of which no walker can have come to both ends. */
function scarcelyWider(age: number): readonly [number, number] {
  let sites = 4;
  while (sites < 2 * age) sites *= 4;
  return [sites, 4 * sites];
}

/**
 * Many more sites than events: too many modes. Started everywhere (n = L), walkers are missing near the ends only, in the same numbers
 * for any L of at least 2t sites, so that with functions P and R of the age alone S(t) = e + (P + e R)/L. Two such L give them,
 * to 1e-13 t/L of S.
 */
function fromNarrower(walk: CentralWalk, age: number, few: readonly [number, number], signals: WalkSignals): number {
  const [first, second] = few.map((sites) => {
    const own = exitLaw(sites, walk.correlation).e;
    return { own, missing: sites * (signals(sites, sites).at(age) - own) };
  }) as [{ own: number; missing: number }, { own: number; missing: number }];
  const slope = (first.missing - second.missing) / (first.own - second.own);
  const { e } = exitLaw(walk.sites, walk.correlation);
  return e + (second.missing + slope * (e - second.own)) / walk.sites;
}

/**
 * The walk itself, O(L) an event. By the reflection only u(y) = u_+(y), the weight of walkers at y whose next event to be undone
 * is +1, is kept; u_−(y) = u(L−1−y). The signal adds the walkers that left when event s was undone (E[ξ_0 ξ_s] = λ^s) to
 * those still walking, by the exit lemma.
 */
function killedWalk({ sites, spread, correlation }: CentralWalk): (age: number) => number {
  const { b, e } = exitLaw(sites, correlation);
  const p = (1 + correlation) / 2;
  let now = new Float64Array(0);
  let next = now;
  const signal: number[] = [];
  let left = 0;
  const read = (): void => {
    let alive = 0;
    let pull = 0;
    const middle = (sites - 1) / 2;
    for (let y = 0; y < sites; y++) {
      alive += now[y] as number;
      pull += (now[y] as number) * (middle - y);
    }
    signal.push(left + 2 * (e * alive + b * pull));
  };
  const begin = (): void => {
    now = new Float64Array(sites).fill(0.5 / spread, (sites - spread) / 2, (sites + spread) / 2);
    next = new Float64Array(sites);
    read();
  };
  return (age) => {
    if (signal.length === 0) begin();
    while (signal.length <= age) {
      left = (left + 2 * (now[0] as number)) * correlation;
      next[0] = sites > 1 ? p * (now[1] as number) : 0;
      for (let y = 1; y < sites - 1; y++) next[y] = p * (now[y + 1] as number) + (1 - p) * (now[sites - y] as number);
      if (sites > 1) next[sites - 1] = (1 - p) * (now[1] as number);
      [now, next] = [next, now];
      read();
    }
    return signal[age] as number;
  };
}

/** Young ages on many sites by inversion of the generating function, to 1e-13. */
function invertedWalk(walk: CentralWalk, oldest: number): (age: number) => number {
  let circle: ((age: number) => number[]) | null = null;
  return (age) => {
    circle ??= circleInversion(oldest, (exponent) => [walkSeries(walk, exponent)]);
    return circle(age)[0] as number;
  };
}

/**
 * The real modes above √λ. With κ = (1+λ)/(1−λ) and 0 < η < π/2, sin η = κ sin k:
 *   μ = +(p cos k + (1−p) cos η),  kL = (2i+1)π − η
 *   μ = −(p cos k + (1−p) cos η),  kL = (2i+1)π − η (L odd) or (2i+2)π − η (L even), and k stands for π − k below.
 * S(t) = Σ C μ^t { 2λ sin kL/(μ − λ) + e A + b B }, where
 *   C = sin(nk/2) sin(k(L−1)/2) / (n sin(k/2)(κ cos k − L cos kL)),  A = 2 Σ_j sin kj,  B = 2 Σ_j (j − (L+1)/2) sin kj,  j = 1 … L.
 */
function realModes(walk: CentralWalk): (age: number) => number {
  const branches = [modeBranch(walk, 1), modeBranch(walk, -1)];
  return (age) => {
    let sum = 0;
    for (const mode of branches) {
      for (let i = 0; ; i++) {
        const found = mode(i);
        if (found === null) break;
        const exponent = age * found.logRate;
        if (exponent < NEGLIGIBLE + Math.min(0, sumLog(sum))) break;
        sum += (found.rate < 0 && age % 2 === 1 ? -1 : 1) * found.weight * Math.exp(exponent);
      }
    }
    return sum;
  };
}

interface Mode {
  /** μ and ln|μ|. */
  readonly rate: number;
  readonly logRate: number;
  readonly weight: number;
}

function modeBranch(walk: CentralWalk, sign: 1 | -1): (index: number) => Mode | null {
  const found: (Mode | null)[] = [];
  return (index) => {
    while (found.length <= index) found.push(findMode(walk, sign, found.length));
    return found[index] as Mode | null;
  };
}

function findMode(walk: CentralWalk, sign: 1 | -1, index: number): Mode | null {
  const { sites, correlation } = walk;
  const kappa = (1 + correlation) / (1 - correlation);
  const turns = sign === -1 && sites % 2 === 0 ? 2 * index + 2 : 2 * index + 1;
  const angle = (eta: number): number => (turns * Math.PI - eta) / sites;
  // f(η) = sin η − κ sin k grows from below 0 to above it, or there is no such mode.
  const last = angle(Math.PI / 2);
  if (angle(0) > Math.PI / 2 || 1 - kappa * Math.sin(last) <= 0) return null;
  let low = 0;
  let high = Math.PI / 2;
  let eta = Math.min(high, Math.max(low, kappa * angle(0)));
  for (let round = 0; round < 100; round++) {
    const k = angle(eta);
    const value = Math.sin(eta) - kappa * Math.sin(k);
    if (value < 0) low = eta;
    else high = eta;
    const newton = eta - value / (Math.cos(eta) + (kappa * Math.cos(k)) / sites);
    const better = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(better - eta) <= 1e-16 * eta) break;
    eta = better;
  }
  return describeMode(walk, sign, turns, eta);
}

function describeMode({ sites, spread, correlation }: CentralWalk, sign: 1 | -1, turns: number, eta: number): Mode {
  const { b, e } = exitLaw(sites, correlation);
  const kappa = (1 + correlation) / (1 - correlation);
  const p = (1 + correlation) / 2;
  const small = (turns * Math.PI - eta) / sites;
  const fall = 2 * p * square(Math.sin(small / 2)) + 2 * (1 - p) * square(Math.sin(eta / 2));
  const rate = sign * (1 - fall);
  // sin and cos of k, k/2 and kL/2; for k = π − small through its complement. kL/2 = cycle·π + rest.
  const sinHalf = sign === 1 ? Math.sin(small / 2) : Math.cos(small / 2);
  const cosHalf = sign === 1 ? Math.cos(small / 2) : Math.sin(small / 2);
  const sine = Math.sin(small);
  const cosine = sign * Math.cos(small);
  const cycle = sign === 1 ? (turns - 1) / 2 : (sites - turns) / 2;
  const parity = Math.abs(cycle) % 2 === 0 ? 1 : -1;
  const sinWide = parity * (sign === 1 ? Math.cos(eta / 2) : Math.sin(eta / 2));
  const cosWide = parity * (sign === 1 ? Math.sin(eta / 2) : Math.cos(eta / 2));
  const sinLong = 2 * sinWide * cosWide;
  const cosLong = (cosWide - sinWide) * (cosWide + sinWide);
  const k = sign === 1 ? small : Math.PI - small;
  const below = sinWide * cosHalf - cosWide * sinHalf;
  const above = sinWide * cosHalf + cosWide * sinHalf;
  const sinSpread = spread === sites ? sinWide : spread === 1 ? sinHalf : Math.sin((spread * k) / 2);
  const share = (sinSpread * below) / (spread * sinHalf * (kappa * cosine - sites * cosLong));
  const sum = (above * sinWide) / sinHalf;
  const moment =
    ((sites + 1) * sinLong - sites * (sinLong * cosine + cosLong * sine)) / (4 * sinHalf * sinHalf) -
    ((sites + 1) / 2) * sum;
  const weight = share * ((2 * correlation * sinLong) / (rate - correlation) + 2 * (e * sum + b * moment));
  return { rate, logRate: Math.log1p(-fall), weight };
}

function square(x: number): number {
  return x * x;
}

"""Coefficients of the Mills ratio kernels (packages/kernels: assembly/mills.ts, src/mills-ratio.ts), printed for both.

p(t) = (1 + 2z) erfcx(z), t = (z - c)/(z + c), z >= 0, by interpolation at the Chebyshev nodes of degree + 1 points, in powers
of t, 60 digits (mpmath). Prints degree, c, the largest relative error of the rounded polynomial for z to 1e8, and the
coefficients from the highest power down. Run: python3 tools/golden/mills_coefficients.py
"""
import numpy as np
from mpmath import cos, erfc, exp, lu_solve, matrix, mp, mpf, pi, sqrt

mp.dps = 60


def target(z):
    if z < 30:
        return (1 + 2 * z) * exp(z * z) * erfc(z)
    term = total = mpf(1)
    for k in range(1, 25):
        term *= -(2 * k - 1) / (2 * z * z)
        total += term
    return (1 + 2 * z) * total / (z * sqrt(pi))


def fit(degree, c):
    n = degree + 1
    t = [cos(pi * (mpf(k) + mpf(1) / 2) / n) for k in range(n)]
    p = matrix([target(c * (1 + x) / (1 - x)) for x in t])
    return lu_solve(matrix([[x**k for k in range(n)] for x in t]), p)


def largest_error(coefficients, c):
    worst = mpf(0)
    zs = [mpf(k) / 100 for k in range(0, 2000)] + [mpf(10) ** (mpf(k) / 20) for k in range(26, 161)]
    for z in zs:
        t = (z - c) / (z + c)
        p = mpf(0)
        for a in reversed(coefficients):
            p = p * t + mpf(float(a))
        worst = max(worst, abs(p / target(z) - 1))
    return float(worst)


for degree, c, kind in [(9, mpf("2.5"), np.float32), (20, mpf("3.25"), np.float64)]:
    rounded = [kind(float(a)) for a in fit(degree, c)]
    print(f"degree {degree}, c = {float(c)}, {kind.__name__}: largest relative error {largest_error(rounded, c):.2g}")
    for a in reversed(rounded):
        print(f"  {float(a)!r},")

"""phi(z)/Phi(z) of float32 vectors: the slope of the logarithm of the normal law.

phi(z)/Phi(z) = sqrt(2/pi) / erfcx(-z/sqrt 2): one formula for all z, nothing cancels. In float32 erfcx overflows to infinity
for z > 13, where the quotient is 0 to all digits.

Without SciPy, with x = |z|/sqrt 2 and E = exp(-x^2): erfcx(x) = p(t)/(1 + 2x), t = (x - c)/(x + c), c = 2.5, p a polynomial
of degree 9 through Chebyshev nodes: relative error 2e-7. Its coefficients are computed when this file is loaded.
"""
import math

import numpy as np

SQRT_2_OVER_PI = np.float32(math.sqrt(2 / math.pi))
SQRT_1_2 = np.float32(math.sqrt(0.5))

try:
    from scipy.special import erfcx
except ImportError:
    erfcx = None


def with_scipy(z):
    return SQRT_2_OVER_PI / erfcx(-SQRT_1_2 * z)


CENTRE = 2.5
DEGREE = 9


def erfcx_reference(x):
    """In double precision, x >= 0: directly, or by the asymptotic series where exp(x^2) is large."""
    if x < 10:
        return math.exp(x * x) * math.erfc(x)
    square = 2 * x * x
    return (1 - 1 / square + 3 / square**2 - 15 / square**3 + 105 / square**4) / (x * math.sqrt(math.pi))


def fit():
    t = np.cos(np.pi * (np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1))
    x = CENTRE * (1 + t) / (1 - t)
    p = [(1 + 2 * each) * erfcx_reference(each) for each in x]
    return [np.float32(c) for c in np.polynomial.polynomial.polyfit(t, p, DEGREE)]


COEFFICIENTS = fit()
LARGEST_SQUARE = np.float32(87)


def without_scipy(z):
    x = np.abs(z) * SQRT_1_2
    t = (x - np.float32(CENTRE)) / (x + np.float32(CENTRE))
    p = np.full_like(t, COEFFICIENTS[DEGREE])
    for coefficient in COEFFICIENTS[DEGREE - 1::-1]:
        p *= t
        p += coefficient
    line = 1 + 2 * x
    e = np.exp(-np.minimum(x * x, LARGEST_SQUARE))
    # Phi(z) = erfcx(x) E/2 for z < 0, 1 - erfcx(x) E/2 for z > 0, and phi(z) = E/sqrt(2 pi).
    return SQRT_2_OVER_PI * line * np.where(z < 0, 1 / p, e / (2 * line - e * p))


hazard = with_scipy if erfcx is not None else without_scipy

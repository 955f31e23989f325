"""Peer of the learner `rbp`: reinforced belief propagation in TAP form, +-1 weights and inputs, N odd, no threshold.

The same algorithm as packages/learners/src/rbp.ts for these weights, where the log-table of a synapse is one field
h = (l(+1) - l(-1))/2 and the mean is tanh h. With patterns xi whose labels are folded in, one iteration is
  V = max(sum(1 - a^2), 1/2);  z = (xi a - V g)/sqrt V;  r = phi(z)/Phi(z)
  g = r/sqrt V;  G = sum r (r + z)/V;  h = xi^T g + G a + rho h, |h| <= 30;  a = tanh h
with rho = min(dr t, 0.9999), t = 0, 1, ...; from the 4th iteration on the weights sign h are tested every time; given up
past rho = 0.95. Sources as there.

As somebody would write it who knows NumPy: float32 throughout, both products and the test by BLAS (sgemv) on one matrix in
memory order, results into arrays that exist, nothing per synapse in Python. Measured and not taken, because slower: mean
and weights together as an N x 2 product (sgemm), a transposed copy, log_ndtr for the hazard.
"""
import numpy as np

import work
from hazard import hazard

DR = 0.002
MAX_ITERATIONS = 550
LARGEST_REINFORCEMENT = 0.9999
GIVE_UP_ABOVE = 0.95
FIRST_TEST = 4
LARGEST_FIELD = np.float32(30)
# r(12) = 2e-32 is nothing beside the other terms; from 13 on erfcx(-z/sqrt 2) overflows in float32.
LARGEST_Z = np.float32(12)
VARIANCE_FLOOR = np.float32(0.5)
START_WIDTH = 0.01


def learn(patterns, rng):
    xi = patterns.astype(np.float32)
    count, size = xi.shape
    start = START_WIDTH * rng.standard_normal((2, size), np.float32)
    h = (start[1] - start[0]) / 2
    a = np.tanh(h)
    g = np.zeros(count, np.float32)
    z = np.empty(count, np.float32)
    field = np.empty(count, np.float32)
    new = np.empty(size, np.float32)
    w = np.empty(size, np.float32)
    one = np.float32(1)
    epochs = 0
    while epochs < MAX_ITERATIONS:
        rho = min(DR * epochs, LARGEST_REINFORCEMENT)
        if rho > GIVE_UP_ABOVE:
            break
        V = max(np.float32(size) - a.dot(a), VARIANCE_FLOOR)
        scale = one / np.sqrt(V)
        np.dot(xi, a, out=z)
        g *= V
        z -= g
        z *= scale
        np.minimum(z, LARGEST_Z, out=z)
        r = hazard(z)
        G = r.dot(r + z) / V
        np.multiply(r, scale, out=g)
        np.dot(g, xi, out=new)
        a *= G
        new += a
        h *= np.float32(rho)
        h += new
        np.minimum(h, LARGEST_FIELD, out=h)
        np.maximum(h, -LARGEST_FIELD, out=h)
        np.tanh(h, out=a)
        epochs += 1
        if epochs >= FIRST_TEST:
            np.copysign(one, h, out=w)
            np.dot(xi, w, out=field)
            if field.min() > 0:
                break
    return h, epochs


if __name__ == "__main__":
    work.run(learn)

"""Peer of the learner `sbpi`: the stochastic BP-inspired rule, +-1 weights and inputs, N odd, one coin per pattern.

The same algorithm as packages/learners/src/sbpi.ts. Hidden states h_i odd in [-(K-1), K-1], W = sign h, start +-1. For a
pattern xi with its label folded in and stability d = sum xi_i W_i:
  d > 2: nothing;  d = 1: with probability ps, h_i += 2 xi_i where xi_i = W_i;  d <= 0: h_i += 2 xi_i; clipped.
An epoch presents all patterns in a fresh random order; one without errors ends the search. Sources as there.

As somebody would write it who knows NumPy: presentations follow one another, so the dot product of each is BLAS (sdot, on
rows taken out of the matrix once) and each update a handful of whole-array calls into arrays that exist. float32 for the
patterns and weights: an int8 dot product neither uses BLAS nor holds the sum (it wraps at 127). Measured and not taken,
because slower: keeping all stabilities up to date through the flipped columns, and jumping from event to event.
"""
import numpy as np

import work

STATES = 80
PS = 0.4
MAX_EPOCHS = 1000


def learn(patterns, rng):
    xi = patterns.astype(np.float32)
    count, size = xi.shape
    rows = list(xi)
    steps = list(2 * xi)
    # Bounds as arrays and limits as float32: a scalar that has to be converted costs more than the operation.
    top = np.full(size, STATES - 1, np.float32)
    bottom = -top
    barely = np.float32(2)
    zero = np.float32(0)
    w = 2 * rng.integers(0, 2, size).astype(np.float32) - 1
    h = w.copy()
    agreeing = np.empty(size, np.float32)
    stability = w.dot
    for epoch in range(1, MAX_EPOCHS + 1):
        wrong = 0
        for mu in rng.permutation(count).tolist():
            d = stability(rows[mu])
            if d > barely:
                continue
            if d <= zero:
                wrong += 1
                np.add(h, steps[mu], out=h)
                np.minimum(h, top, out=h)
                np.maximum(h, bottom, out=h)
                np.sign(h, out=w)
            elif rng.random() < PS:
                # xi + W is 2 xi where they agree and 0 elsewhere.
                np.add(rows[mu], w, out=agreeing)
                np.add(h, agreeing, out=h)
                np.minimum(h, top, out=h)
                np.maximum(h, bottom, out=h)
        if wrong == 0:
            break
    return w, epoch


if __name__ == "__main__":
    work.run(learn)

"""Peers of the perceptron kernels: `python3 tools/peers/perceptron_kernels.py KERNEL FILE`, N = 4096, 1600 rows of +-1 bytes.

scan-dot: a float32 dot product (BLAS) a pattern, as a rule that learns in between needs it; scan-gemv: all patterns at once.
update: int8, where xi = W and the mask says so, h += 2 xi, clipped at +-31, W = sign h. mills-ratio: sqrt(2/pi)/erfcx(x/sqrt 2) of
float32 vectors. Whole-array calls into arrays that exist. Prints {seconds, items, check} by the process's own user CPU clock.
"""
import json
import sys

import numpy as np

from work import user_seconds

N, ROWS = 4096, 1600
kernel, path = sys.argv[1:3]
signs = np.fromfile(path, np.int8).reshape(ROWS, N)


def scan_dot():
    xi = signs.astype(np.float32)
    w = xi[0].copy()
    stability = w.dot
    rows = list(xi)

    def run(count):
        for _ in range(count):
            out = [stability(row) for row in rows]
        return out
    return run, lambda: float(np.dot(run(1), 1 + np.arange(ROWS) % 7)), 150, ROWS * N


def scan_gemv():
    xi = signs.astype(np.float32)
    w = xi[0].copy()
    out = np.empty(ROWS, np.float32)

    def run(count):
        for _ in range(count):
            np.dot(xi, w, out=out)
        return out
    return run, lambda: float(np.dot(run(1).astype(float), 1 + np.arange(ROWS) % 7)), 600, ROWS * N


def update():
    h = signs[0].copy()
    w = signs[0].copy()
    steps = list(2 * signs)
    rows = list(signs)
    masks = list(signs > 0)
    act = np.empty(N, bool)
    change = np.empty(N, np.int8)

    def run(count):
        for k in range(count):
            r = 1 + k % (ROWS - 2)
            np.equal(rows[r], w, out=act)
            np.logical_and(act, masks[r + 1], out=act)
            np.multiply(steps[r], act, out=change)
            np.add(h, change, out=h)
            np.minimum(h, 31, out=h)
            np.maximum(h, -31, out=h)
            np.sign(h, out=w)

    def check():
        run(300)
        return float(np.dot(h.astype(int), 1 + np.arange(N) % 7))
    return run, check, 40_000, N


def mills_ratio():
    from scipy.special import erfcx
    x = (-6 + 12 * np.arange(N) / N).astype(np.float32)
    scaled = np.empty(N, np.float32)
    out = np.empty(N, np.float32)

    def run(count):
        for _ in range(count):
            np.multiply(x, np.float32(0.5**0.5), out=scaled)
            erfcx(scaled, out=scaled)
            np.divide(np.float32((2 / np.pi) ** 0.5), scaled, out=out)
        return out
    return run, lambda: float(run(1).sum()), 9000, N


run, check, count, each = {"scan-dot": scan_dot, "scan-gemv": scan_gemv, "update": update, "mills-ratio": mills_ratio}[kernel]()
checked = check()
run(count // 8 + 1)
start = user_seconds()
run(count)
seconds = user_seconds() - start
print(json.dumps({"seconds": seconds, "items": count * each, "check": checked}))

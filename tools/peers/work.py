"""The work of one peer process: read patterns, warm up, solve, report by the process's own user CPU clock.

Called by `fewbits bench` as `OPENBLAS_NUM_THREADS=1 python3 <peer>.py FILE N M WARMUP`. FILE holds the instances one after the
other, each M x N bytes, +1 or -1 with the label folded in (every pattern wants a positive field). The first WARMUP
instances are solved before the clock starts. Prints one JSON object.
"""
import json
import os
import resource
import sys

import numpy as np


def user_seconds():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def run(learn):
    """`learn(patterns, rng) -> (weights, epochs)`; patterns: M x N int8, weights: N numbers whose sign counts."""
    # BLAS reads the setting when it is loaded: too late to make it here. Threads that wait spin, which is CPU time.
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("set OPENBLAS_NUM_THREADS=1: the clock of this process would count the other threads")
    path, size, patterns, warmup = sys.argv[1], *map(int, sys.argv[2:5])
    instances = np.fromfile(path, np.int8).reshape(-1, patterns, size)
    streams = [np.random.default_rng(k) for k in range(len(instances))]
    for k in range(warmup):
        learn(instances[k], streams[k])
    start = user_seconds()
    outcomes = [learn(instances[k], streams[k]) for k in range(warmup, len(instances))]
    seconds = user_seconds() - start
    print(json.dumps({
        "seconds": seconds,
        "epochs": [epochs for _, epochs in outcomes],
        "weights": ["".join("1" if w > 0 else "0" for w in weights) for weights, _ in outcomes],
    }))

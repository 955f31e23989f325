"""Online memories in NumPy: plain (`numpy-naive`, int8 arrays and masks) and expert (`numpy-planes`, 64 synapses a word).

Called by `fewbits bench` as `python3 online_memory.py CONTENDER MODEL FILE N M CHECKED EVENTS`. FILE: 3 M planes of N bits, then
CHECKED rows of N input bits. Applies those, then times EVENTS events of its own. Prints one JSON object: seconds of user
CPU, events, CRC-32 of the planes after the given events.
"""
import json
import resource
import sys
import zlib

import numpy as np


def user_seconds():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


class NaiveMarkers:
    """x in 0..3 and marker d, one int8 a synapse; a group works on all synapses with a mask of those that step."""

    def __init__(self, bits):
        self.x = [(a + 2 * b).astype(np.int8) for a, b, _ in bits]
        self.d = [(2 * d.astype(np.int8) - 1) for _, _, d in bits]

    def step(self, xi):
        carry = xi
        for x, d in zip(self.x, self.d):
            crossed = ((x == 1) & (carry == 1)) | ((x == 2) & (carry == -1))
            d[crossed] = carry[crossed]
            x += carry
            wrapped = (x == 4) | (x == -1)
            x &= 3
            if not wrapped.any():
                return
            carry = np.where(wrapped, carry, np.int8(0))

    def bits(self):
        return [(x & 1, x >> 1, d > 0) for x, d in zip(self.x, self.d)]


class NaiveResets:
    """v in 0..7, past 7 to 4, past 0 to 3."""

    def __init__(self, bits):
        self.v = [(a + 2 * b + 4 * c).astype(np.int8) for a, b, c in bits]

    def step(self, xi):
        carry = xi
        for v in self.v:
            v += carry
            over = v == 8
            under = v == -1
            v[over] = 4
            v[under] = 3
            wrapped = over | under
            if not wrapped.any():
                return
            carry = np.where(wrapped, carry, np.int8(0))

    def bits(self):
        return [(v & 1, (v >> 1) & 1, v >> 2) for v in self.v]


class PlaneMarkers:
    """64 synapses a word; no temporary arrays; the slower groups are skipped where nothing is handed on."""

    def __init__(self, planes):
        self.planes = planes
        self.scratch = [np.empty_like(planes[0][0]) for _ in range(4)]

    def step(self, u):
        t, x, f, spare = self.scratch
        carry = None
        for a, b, d in self.planes:
            steps(a, u, carry, f)
            np.bitwise_xor(b, u, out=x)
            np.bitwise_and(x, f, out=x)
            np.bitwise_xor(b, f, out=b)
            np.bitwise_xor(d, u, out=t)
            np.bitwise_and(t, x, out=t)
            np.bitwise_xor(d, t, out=d)
            np.bitwise_xor(f, x, out=f)
            if not f.any():
                return
            carry, f, spare = f, spare, f


class PlaneResets(PlaneMarkers):
    """The same for partial reset."""

    def step(self, u):
        t, x, f, spare = self.scratch
        carry = None
        for a, b, c in self.planes:
            steps(a, u, carry, f)
            np.bitwise_xor(b, u, out=t)
            np.bitwise_xor(b, f, out=b)
            np.invert(t, out=t)
            np.bitwise_and(f, t, out=f)
            np.bitwise_xor(c, u, out=x)
            np.bitwise_and(x, f, out=x)
            np.bitwise_xor(c, x, out=c)
            np.bitwise_xor(f, x, out=f)
            if not f.any():
                return
            carry, f, spare = f, spare, f


def steps(a, u, carry, f):
    """Where the lowest plane hands on, into f; the plane is stepped. carry None: all synapses step."""
    np.bitwise_xor(a, u, out=f)
    np.invert(f, out=f)
    if carry is None:
        np.invert(a, out=a)
    else:
        np.bitwise_and(f, carry, out=f)
        np.bitwise_xor(a, carry, out=a)


def run_naive(model, planes, rows, size, events):
    def unpack(words):
        return np.unpackbits(words.view(np.uint8), bitorder="little")

    memory = (NaiveMarkers if model == "direction-marker" else NaiveResets)(
        [tuple(unpack(plane) for plane in group) for group in planes]
    )
    for row in rows:
        memory.step(2 * unpack(row).astype(np.int8) - 1)
    packed = [np.packbits(np.asarray(bits, np.uint8), bitorder="little") for group in memory.bits() for bits in group]
    crc = zlib.crc32(np.concatenate(packed).tobytes())
    rng = np.random.default_rng(0)

    def timed(count):
        for _ in range(count):
            xi = np.unpackbits(np.frombuffer(rng.bytes(size // 8), np.uint8)).view(np.int8)
            memory.step(2 * xi - 1)

    return crc, timed


def run_planes(model, planes, rows, size, events):
    memory = (PlaneMarkers if model == "direction-marker" else PlaneResets)(
        [tuple(plane.view(np.uint64).copy() for plane in group) for group in planes]
    )
    for row in rows:
        memory.step(row.view(np.uint64))
    crc = zlib.crc32(np.concatenate([plane for group in memory.planes for plane in group]).tobytes())
    rng = np.random.default_rng(0)

    def timed(count):
        for _ in range(count):
            memory.step(np.frombuffer(rng.bytes(size // 8), np.uint64))

    return crc, timed


def main():
    contender, model, path = sys.argv[1:4]
    size, groups, checked, events = map(int, sys.argv[4:8])
    words = np.fromfile(path, np.uint32).reshape(-1, size // 32)
    planes = words[: 3 * groups].reshape(groups, 3, -1)
    rows = words[3 * groups :]
    assert len(rows) == checked
    run = run_naive if contender == "numpy-naive" else run_planes
    crc, timed = run(model, planes, rows, size, events)
    timed(events // 8)
    start = user_seconds()
    timed(events)
    print(json.dumps({"seconds": user_seconds() - start, "events": events, "crc": crc}))


if __name__ == "__main__":
    main()

"""Shared by the peers that do nothing N times: how they are called and what they print.

Called by `fewbits bench orchestrator` as `python3 run_X.py TASKS WORKERS [MODE]`. Prints one JSON object
{"version": ..., "seconds": ..., "tasks": ...}: wall seconds of `tasks` null tasks, start-up and a warm-up left out. Exit 3
and a reason on stderr where the peer is not installed.
"""
import json
import sys
import time


def arguments():
    """(tasks, workers, mode)"""
    return int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""


def missing(package):
    print(f"not installed (Debian: {package})", file=sys.stderr)
    sys.exit(3)


def wall(action):
    """Seconds of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def tell(version, seconds, tasks):
    print(json.dumps({"version": version, "seconds": seconds, "tasks": tasks}))

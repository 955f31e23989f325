"""Prints what the peers run on, as one JSON object: Python, NumPy, SciPy (null without), the BLAS that NumPy has
loaded and was built with."""
import json
import os
import platform

import numpy as np

try:
    import scipy
    scipy_version = scipy.__version__
except ImportError:
    scipy_version = None


def loaded_blas():
    """File names of the BLAS libraries in this process, where the system tells (Linux)."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "blas" in line}
    except OSError:
        return "unknown"
    return ", ".join(sorted(os.path.basename(os.path.realpath(path)) for path in paths)) or "unknown"


def built_with():
    """Name and version of the BLAS that NumPy was built with; None before NumPy 1.26, which does not tell."""
    try:
        blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    except (TypeError, KeyError):
        return None
    return f"{blas['name']} {blas['version']}"


# Nothing is loaded before it is used.
np.dot(np.ones((2, 2), np.float32), np.ones(2, np.float32))
print(json.dumps({
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy_version,
    "blas": loaded_blas(),
    "builtWith": built_with(),
}))

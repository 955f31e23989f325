"""joblib with its default backend (loky processes). MODE: `one` = a task at a time, `auto` = its own batches."""
from measure import arguments, missing, tell, wall

try:
    import joblib
except ImportError:
    missing("python3-joblib")


def null(k):
    return k


if __name__ == "__main__":
    tasks, workers, mode = arguments()
    batch = 1 if mode == "one" else "auto"
    with joblib.Parallel(n_jobs=workers, batch_size=batch, pre_dispatch=64) as parallel:
        run = lambda n: parallel(joblib.delayed(null)(k) for k in range(n))
        run(max(100, tasks // 10))
        tell(joblib.__version__, wall(lambda: run(tasks)), tasks)

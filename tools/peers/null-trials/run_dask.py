"""Dask distributed: a scheduler and worker processes of one thread on this machine, a future a task."""
import logging

from measure import arguments, missing, tell, wall

try:
    import distributed
except ImportError:
    missing("python3-distributed")


def null(k):
    return k


if __name__ == "__main__":
    tasks, workers, _ = arguments()
    cluster = distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.ERROR
    )
    with cluster, distributed.Client(cluster) as client:
        run = lambda n: client.gather(client.map(null, range(n), pure=False))
        run(max(100, tasks // 10))
        tell(distributed.__version__, wall(lambda: run(tasks)), tasks)

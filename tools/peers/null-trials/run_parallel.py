"""GNU parallel running `true`, with the job log that its --resume needs. Start-up is taken out by a second, shorter run."""
import os
import shutil
import subprocess
import tempfile

from measure import arguments, missing, tell, wall

if shutil.which("parallel") is None:
    missing("parallel")


def run(tasks, workers, folder):
    subprocess.run(
        ["parallel", "-j", str(workers), "--joblog", os.path.join(folder, f"log-{tasks}"), "true", ":::", *map(str, range(tasks))],
        check=True,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


tasks, workers, _ = arguments()
version = subprocess.run(["parallel", "--version"], capture_output=True, text=True).stdout.split("\n")[0].split(" ")[-1]
few = tasks // 10
with tempfile.TemporaryDirectory() as folder:
    short = wall(lambda: run(few, workers, folder))
    tell(version, wall(lambda: run(tasks, workers, folder)) - short, tasks - few)

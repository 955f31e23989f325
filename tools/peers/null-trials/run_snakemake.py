"""Snakemake running a rule whose job is `touch`, once a file. Start-up is taken out by a second, shorter run."""
import os
import shutil
import subprocess
import tempfile

from measure import arguments, missing, tell, wall

snakemake = next((path for path in ("/usr/bin/snakemake", shutil.which("snakemake")) if path and os.path.exists(path)), None)
if snakemake is None:
    missing("snakemake")

WORKFLOW = """
rule all:
    input: expand("done/{{k}}", k=range({tasks}))
rule null:
    output: "done/{{k}}"
    shell: "touch {{output}}"
"""


def run(tasks, workers):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "Snakefile"), "w") as file:
            file.write(WORKFLOW.format(tasks=tasks))
        subprocess.run([snakemake, "--cores", str(workers), "--quiet", "all"], cwd=folder, check=True, capture_output=True)


tasks, workers, _ = arguments()
version = subprocess.run([snakemake, "--version"], capture_output=True, text=True).stdout.strip()
few = tasks // 10
short = wall(lambda: run(few, workers))
tell(version, wall(lambda: run(tasks, workers)) - short, tasks - few)

"""The estimates of docs/cluster.md follow from the measurements that it states."""

import re
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest
import yaml

from bvte.publishing.work import cluster_outcomes
from bvte.runner import cluster, dask_worker


@pytest.fixture(scope="module")
def page(project):
    return (project / "docs" / "cluster.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def measured(page):
    """Named measurements."""
    rows = re.findall(r"^\| ((?:CPU|megabytes|microseconds)[^|]*?) \| ([\d.]+) \|$", page, re.MULTILINE)
    assert len(rows) == 4
    return {name: float(value) for name, value in rows}


REPORTS = (34 + 3321) * 3 * 2


def test_the_number_of_reports_and_the_disk(page, measured):
    assert f"**{REPORTS:,}**" in page
    assert f"**{REPORTS * measured['megabytes of a report'] / 1000:.1f} GB**" in page
    assert f"{REPORTS * measured['CPU seconds of a report'] / 3600:.1f} core-hours" in page


@pytest.mark.parametrize("cores", [2, 16, 64])
def test_the_hours_follow_from_what_was_measured(page, measured, cores):
    making = REPORTS * measured["CPU seconds of a report"] / cores / 3600
    each = measured["microseconds to enter a report, for each one that the ledger knows"]
    entering = sum(known * each for known in range(REPORTS)) / 1e6 / 3600
    hours = " | ".join(f"{hours:.1f}" for hours in (making, entering, max(making, entering)))
    assert f"| {cores} | {hours} |" in page


def test_the_limits_that_the_page_names_are_those_of_the_code(page):
    assert (cluster.RETRIES, cluster.AHEAD, dask_worker.IDLE_SECONDS) == (3, 2, 600)
    assert cluster.run_on_cluster.__defaults__ == cluster_outcomes.__defaults__[-1:] == (120,)
    for said in ("at most three times", "Two reports\n   for each thread", "ten minutes", "two minutes"):
        assert said in page


# Whoever reaches a port runs code -----------------------------------------------------------------------------------


def commands(page, tool):
    """Words of every command of the page that starts a scheduler or a worker, without the program."""
    lines = re.findall(rf"^\.venv/bin/dask {tool} .*$", page, re.MULTILINE)
    return [shlex.split(line, comments=True)[2:] for line in lines]


def option(words, name):
    return words[words.index(name) + 1] if name in words else None


@pytest.mark.parametrize("tool", ["scheduler", "worker"])
def test_every_command_of_the_page_listens_on_this_machine_or_asks_for_a_certificate(page, tool):
    found = commands(page, tool)
    assert len(found) == 2
    for words in found:
        assert option(words, "--host") == "127.0.0.1" or option(words, "--protocol") == "tls"
        assert "--no-dashboard" in words and option(words, "--dashboard-address") == "127.0.0.1:0"
    assert page.count("dashboard_address") == 1 and page.count('"--dashboard-address", "127.0.0.1:0"') == 2


def listened(process):
    """Where a process and those that it started listen; one of them may end while it is looked at."""
    found = []
    for member in [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            found += [c.laddr.ip for c in member.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    return found


def started(tool, words, folder, environment=None):
    """A scheduler or worker as the page starts it, but for the port and the folder."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{tool}", *words]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=folder, env=environment)


def listening(process, many, seconds=60):
    """The addresses of a process once it listens on so many ports."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len(found := listened(process)) >= many:
            return set(found)
        time.sleep(0.2)
    raise TimeoutError


def ended(*processes):
    for process in processes:
        for one in (*psutil.Process(process.pid).children(recursive=True), process):
            one.kill()
        process.wait()


def placed(words, file, folder):
    """The words with a port that is free and the scheduler told by its file."""
    rest = [word for word in words if "://" not in word]
    return [
        *rest,
        "--scheduler-file",
        str(file),
        *(["--local-directory", str(folder)] if rest != words else ["--port", "0"]),
    ]


def test_what_the_page_starts_on_a_laptop_is_reached_by_nobody_else(page, tmp_path):
    file = tmp_path / "scheduler.json"
    scheduler = started("scheduler", placed(commands(page, "scheduler")[0], file, tmp_path), tmp_path)
    worker = None
    try:
        assert listening(scheduler, 2) == {"127.0.0.1"}
        worker = started("worker", placed(commands(page, "worker")[0], file, tmp_path / "w"), tmp_path)
        assert listening(worker, 3) == {"127.0.0.1"}
    finally:
        ended(*filter(None, (worker, scheduler)))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")
def test_the_settings_of_the_page_turn_away_whoever_has_no_certificate(page, tmp_path):
    import os

    made = [line for line in page.splitlines() if line.startswith("openssl ")]
    for line in made:
        subprocess.run(shlex.split(line.replace("rsa:3072", "rsa:2048")), cwd=tmp_path, check=True, capture_output=True)
    settings = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1].replace("/etc/bvte", str(tmp_path))
    assert yaml.safe_load(settings)["distributed"]["comm"]["require-encryption"] is True
    (tmp_path / "bvte.yaml").write_text(settings)
    environment = {**os.environ, "DASK_CONFIG": str(tmp_path / "bvte.yaml")}
    file = tmp_path / "scheduler.json"
    words = ["127.0.0.1" if word == "192.168.1.10" else word for word in commands(page, "scheduler")[1]]
    scheduler = started("scheduler", placed(words, file, tmp_path), tmp_path, environment)
    ask = (
        "import json, sys; from bvte.runner.cluster import ClusterError, connected_client\n"
        "address = json.load(open(sys.argv[1]))['address'].replace('tls', sys.argv[2])\n"
        "try:\n    with connected_client(address) as client: print(len(client.scheduler_info()['workers']))\n"
        "except ClusterError as error: print(error.code)"
    )
    try:
        listening(scheduler, 2)
        while not file.exists():
            time.sleep(0.1)
        for how, known, said in (
            ("tls", environment, "0"),
            ("tcp", environment, "uncertified"),
            ("tls", dict(os.environ), "uncertified"),
            ("tcp", dict(os.environ), "unreachable"),
        ):
            command = [sys.executable, "-c", ask, str(file), how]
            told = subprocess.run(command, capture_output=True, text=True, check=False, env=known, timeout=90)
            assert told.stdout.strip() == said, told.stderr
    finally:
        ended(scheduler)

"""Reports through a Dask scheduler: the same bytes as here, whatever becomes of the workers."""

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace

import psutil
import pytest
import yaml
from click.testing import CliRunner

from bvte import cli
from bvte.evidence.language import activate
from bvte.evidence.load import data_folder, load, project_root
from bvte.evidence.problem import EvidenceError
from bvte.intake.register import count_register, counts_file, join_counts, read_map
from bvte.publishing.build import plan_tasks
from bvte.publishing.commands import cluster_line
from bvte.publishing.registering import count_on_cluster
from bvte.publishing.report import ReportTask, plan_reports
from bvte.publishing.work import ReportWork, cluster_outcomes, make_outcomes
from bvte.runner import cluster, dask_worker
from bvte.runner.cluster import ClusterError

from ..intake.test_register import MAP, children, write
from ..languages import said_in
from .conftest import report_of
from .dask_cluster import checkout, kill, warm_of
from .dask_cluster import cluster as started

pytest.importorskip("distributed", reason="the extra “cluster” (distributed) is not installed")
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork"),
    pytest.mark.usefixtures("unprinted"),
]


def tasks_of():
    """Tasks of four reports, the smallest there are."""
    reports = plan_reports(load("dien-bien"), "dien-bien", "target_audit", language="vi")
    return plan_tasks(reports, project_root() / "notebooks")


def files(outcomes):
    """Report -> its files; fails where one comes twice or has none."""
    found = {}
    for outcome in outcomes:
        assert outcome.failure is None and outcome.files
        assert outcome.report.key not in found
        found[outcome.report.key] = outcome.files
    return found


@pytest.fixture(scope="module")
def here():
    """The files of the reports as made on this machine."""
    return files(make_outcomes(tasks_of(), jobs=2))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    return checkout(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    with started(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture
def dask(scheduler):
    """A cluster without a worker; those that a test starts end with it."""
    yield scheduler
    scheduler.clear()


def test_a_worker_killed_in_the_middle_loses_nothing_and_the_bytes_are_the_same(dask, here, elsewhere):
    victim, _ = dask.worker(), dask.worker(elsewhere)
    found = cluster_outcomes(tasks_of(), 1, dask.address)
    first = next(found)
    left = kill(victim)
    assert left and files([first, *found]) == here
    assert not psutil.wait_procs(left, timeout=10)[1]


def test_a_worker_with_another_version_is_refused_and_what_differs_is_named(dask, here, tmp_path, capsys):
    activate("en")
    other = checkout(tmp_path / "other")
    with (other / "src/bvte/presentation/words.py").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    observations = other / "data/dien-bien/observations.csv"
    observations.write_text(observations.read_text(encoding="utf-8").replace("3.8", "3.9", 1), encoding="utf-8")
    dask.worker(other)
    with pytest.raises(ClusterError, match="unfit"):
        list(cluster_outcomes(tasks_of(), 1, dask.address))
    told = capsys.readouterr().err
    assert "another version of: src/bvte, data/dien-bien. Bring" in told and told.count("\n") == 1
    dask.worker()
    activate("vi")
    made = files(cluster_outcomes(tasks_of()[:1], 1, dask.address))
    assert made == {key: here[key] for key in made} and len(made) == 1
    assert "bản khác của: src/bvte, data/dien-bien." in capsys.readouterr().err


def test_a_worker_whose_files_change_meanwhile_makes_no_report_from_them(dask, here, tmp_path, capsys):
    activate("en")
    other = checkout(tmp_path / "other")
    dask.worker(other)
    found = cluster_outcomes(tasks_of(), 1, dask.address, patience=2)
    made = [next(found)]
    observations = other / "data/dien-bien/observations.csv"
    observations.write_text(observations.read_text(encoding="utf-8").replace("3.8", "3.9"), encoding="utf-8")
    with pytest.raises(ClusterError, match="nobody"):
        made.extend(found)
    made = files(made)
    assert made == {key: here[key] for key in made} and len(made) < len(here)
    assert "another version of: data/dien-bien." in capsys.readouterr().err


def test_a_worker_that_comes_later_is_used_and_nobody_is_waited_for_without_end(dask, here):
    with pytest.raises(ClusterError, match="nobody") as error:
        list(cluster_outcomes(tasks_of(), 1, dask.address, patience=1))
    told = {language: said_in(language, cluster_line, error.value) for language in ("vi", "en")}
    assert "dask worker" in told["vi"] and "1 second" in told["en"]
    found = cluster_outcomes(tasks_of()[:1], 1, dask.address, patience=120)
    coming = threading.Timer(1, dask.worker)
    coming.start()
    made = files(found)
    coming.join()
    assert made == {key: here[key] for key in made} and len(made) == 1


def test_a_lost_scheduler_ends_the_batch_with_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 5)
    with started(tmp_path) as dask:
        dask.worker()
        found = cluster_outcomes(tasks_of(), 1, dask.address)
        next(found)
        dask.scheduler.kill()
        with pytest.raises(ClusterError, match="lost") as error:
            list(found)
    assert "vẫn còn" in said_in("vi", cluster_line, error.value)
    assert "stay" in said_in("en", cluster_line, error.value)


@pytest.mark.parametrize("victim", ["the warm process", "the worker"])
def test_a_notebook_that_fails_is_not_tried_again_and_one_that_kills_is_given_up(
    dask, tmp_path, notebook_of, monkeypatch, victim
):
    monkeypatch.setattr(cluster, "RETRIES", 1)
    dask.worker()
    tried = tmp_path / "tried"
    note = f"print('x', file=open({str(tried)!r}, 'a'))"
    notebook_of(f"{note}\n1 / 0", name="evidence_review")
    generation = ["a report", "the warm process", "the worker"].index(victim)
    kill_it = f"import psutil; psutil.Process().parents()[{generation}].kill()"
    notebook = notebook_of(kill_it, name="across_phases")
    tasks = [ReportTask(report_of(name), str(notebook.parent)) for name in ("evidence_review", "across_phases")]
    found = {o.report.notebook: o.failure.kind for o in cluster_outcomes(tasks, 1, dask.address)}
    assert found == {"evidence_review": "cell", "across_phases": "crashed"}
    assert tried.read_text() == "x\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with the real data and notebooks, and no report yet."""
    for name in ("dien-bien", "national"):
        shutil.copytree(data_folder("dien-bien").parent / name, tmp_path / "data" / name)
    shutil.copytree(project_root() / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr("bvte.evidence.load.project_root", lambda: tmp_path)
    monkeypatch.setattr("bvte.publishing.commands.project_root", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("language", "address", "said"),
    [
        ("vi", "tcp://127.0.0.1:1", "Không kết nối được với bộ điều phối Dask ở tcp://127.0.0.1:1."),
        ("en", "tcp://127.0.0.1:1", "There is no Dask scheduler to be reached at tcp://127.0.0.1:1."),
        ("en", "nonsense", "There is no Dask scheduler to be reached at nonsense."),
    ],
)
def test_a_scheduler_that_cannot_be_reached_is_said_so(project, monkeypatch, language, address, said):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    asked = ["build", "--notebook", "target_audit", "--language", language, "--cluster", address]
    result = CliRunner().invoke(cli.main, asked)
    assert result.exit_code == 1 and result.stderr.startswith(said) and result.stderr.count("\n") == 1


def at_once(worker, stop):
    """The most reports that a worker was seen to make at once, and the most warm processes, until `stop`."""
    reports = warm = 0
    while not stop.wait(0.05):
        # A process may end while it is looked at.
        with suppress(psutil.NoSuchProcess):
            beside = warm_of(worker)
            reports = max([reports, *(len(process.children()) for process in beside)])
            warm = max(warm, len(beside))
    return reports, warm


@contextmanager
def watched(worker):
    """A future of what `at_once` saw while the context lasted."""
    stop = threading.Event()
    with ThreadPoolExecutor() as pool:
        try:
            yield pool.submit(at_once, worker, stop)
        finally:
            stop.set()


def test_build_makes_as_many_at_once_as_there_are_threads_and_enters_them_in_the_one_ledger(
    dask, here, monkeypatch, tmp_path
):
    monkeypatch.setattr("bvte.publishing.commands.project_root", lambda: tmp_path)
    shutil.copytree(project_root() / "notebooks", tmp_path / "notebooks")
    asked = ["dien-bien", "--notebook", "target_audit", "--only-language", "vi"]
    with watched(dask.worker(threads=2)) as seen:
        result = CliRunner().invoke(cli.main, ["build", *asked, "--cluster", dask.address])
    assert result.exit_code == 0 and "4 báo cáo đã lập" in result.stderr
    assert seen.result() == (2, 1)
    pages = {p.relative_to(tmp_path / "reports").as_posix(): p.read_bytes() for p in tmp_path.glob("reports/*/*")}
    assert pages == {path: content for made in here.values() for path, content in made.items()}
    assert CliRunner().invoke(cli.main, ["status", *asked]).exit_code == 0


def own_worker():
    """The task of a batch that this process has joined as a worker."""
    task = tasks_of()[0]
    work = ReportWork.of_tasks([task])
    assert dask_worker._join_batch("b", work, work.inventory(), jobs=1) == []
    return replace(task, notebooks=work.place)


def test_where_no_process_can_be_forked_each_report_has_one_of_its_own(here, monkeypatch):
    monkeypatch.setattr(dask_worker, "CAN_FORK", False)
    task = own_worker()
    assert dask_worker.make_task("b", task).value.files == here[task.report.key]
    dask_worker.leave_batch("b")


def test_what_a_dead_batch_forgot_ends_by_itself(monkeypatch):
    monkeypatch.setattr(dask_worker, "IDLE_SECONDS", 0)
    task = own_worker()
    dask_worker._batches["b"].process.process.wait(timeout=120)
    with pytest.raises(dask_worker.WorkerError):
        dask_worker.make_task("b", task)
    dask_worker.leave_batch("b")


def test_only_what_both_have_otherwise_is_a_difference():
    ours = {"Python": "3.12", "src/bvte": "a", "data/x": "b", "pandas": "3.0.1", "pytest": "9.0"}
    theirs = {"Python": "3.12", "src/bvte": "c", "data/x": None, "pandas": "3.0.1", "dask-jobqueue": "1"}
    assert dask_worker.differing_parts(ours, theirs) == ["src/bvte", "data/x"]


def test_what_is_not_there_is_none_and_packages_are_told_by_version(project):
    (project / "requirements.lock").write_text("pandas==0.0.1 \\\nno-such-package==1 \\\n")
    task = ReportTask(report_of("no_such_notebook"), str(project / "notebooks"))
    import pandas

    found = replace(ReportWork.of_tasks([task]), data=("nowhere",)).inventory()
    assert found["data/nowhere"] is None
    assert found[f"{(project / 'notebooks').as_posix()}/no_such_notebook.ipynb"] is None
    assert found["pandas"] == pandas.__version__ and "no-such-package" not in found


def test_a_register_in_parts_is_counted_alike_though_a_worker_is_killed(dask, tmp_path, monkeypatch):
    pytest.importorskip("duckdb", reason="the extra “register” (duckdb) is not installed")
    paths = []
    for part in range(6):
        (tmp_path / f"{part}").mkdir()
        paths.append(write(children(300, seed=part), tmp_path / f"{part}", "parquet"))
    map_file = tmp_path / "map.yml"
    map_file.write_text(yaml.safe_dump(MAP, allow_unicode=True), encoding="utf-8")
    known = read_map(map_file)
    victim, _ = dask.worker(), dask.worker()
    joined = join_counts

    def kill_after_first(parts, known):
        parts = iter(parts)
        first = next(parts)
        kill(victim)
        return joined([first, *parts], known)

    monkeypatch.setattr("bvte.intake.register.join_counts", kill_after_first)
    counts = count_on_cluster(paths, known, dask.address)
    monkeypatch.undo()
    assert counts_file(counts) == counts_file(count_register(paths, known)) and counts.children == 1800
    paths[0].unlink()
    with pytest.raises(EvidenceError) as refused:
        count_on_cluster(paths, known, dask.address)
    assert [problem.code for problem in refused.value.problems] == ["register_not_read"]

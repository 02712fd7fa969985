"""A cluster publishes, byte for byte, what one machine does; a worker that dies costs nothing but its time."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from mapping import build  # noqa: E402
from mapping.build import Options, Outcome  # noqa: E402
from mapping.cache.inputs import settings_of_a_plan  # noqa: E402
from mapping.cluster import connection  # noqa: E402
from mapping.cluster.connection import Cluster  # noqa: E402
from mapping.cluster.shipping import make_shipped, pack  # noqa: E402
from mapping.errors import ReleaseError  # noqa: E402
from mapping.processes.limits import PlanLimits  # noqa: E402
from mapping.workbench import Settings  # noqa: E402

Folder = Callable[..., Path]
ROWS = "1,持续办好中国品牌日活动。,组织品牌日活动{}。,省商务厅\n"
SETTINGS = Settings()

pytestmark = pytest.mark.filterwarnings("ignore")  # a library's own, at the end of its processes


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def plans(plan_folder: Folder) -> list[Path]:
    good = [plan_folder(ROWS.format(f"{number}场"), f"plan-{number}-2020") for number in range(3)]
    return [*good, plan_folder("1,持续办好中国品牌日活动。,举措,\n", "held-back-2020")]


def built(plans: list[Path], releases: Path, address: str) -> Outcome:
    with Cluster(address, settings_of_a_plan(SETTINGS)) as cluster:
        return build.build(plans, SETTINGS, releases, Options(), cluster=cluster)


def what_is_published(outcome: Outcome) -> dict[str, bytes]:
    assert outcome.release
    files = (each for part in ("dumps", "reports") for each in (outcome.release / part).rglob("*") if each.is_file())
    return {file.relative_to(outcome.release).as_posix(): file.read_bytes() for file in files}


def test_a_cluster_publishes_what_one_machine_does(address: str, plans: list[Path], tmp_path: Path) -> None:
    here, there = build.build(plans, SETTINGS, tmp_path / "here", Options()), built(plans, tmp_path / "there", address)
    assert here.manifest
    assert there.manifest
    assert there.manifest.id == here.manifest.id
    assert what_is_published(there) == what_is_published(here)
    assert [(each.id, each.held_back) for each in there.made] == [(each.id, each.held_back) for each in here.made]
    assert (there.taken, built(plans, tmp_path / "there", address).taken) == (0, len(plans))


def test_a_worker_that_is_killed_in_the_middle_costs_no_plan(address: str, plan_folder: Folder, tmp_path: Path) -> None:
    plans = [plan_folder(ROWS.format(f"{number}次"), f"many-{number}-2020") for number in range(5)]
    with distributed.Client(address, set_as_default=False) as client, ThreadPoolExecutor(1) as beside:
        workers = client.run(os.getpid)
        building = beside.submit(built, plans, tmp_path / "releases", address)
        while not client.processing() or not any(client.processing().values()):
            time.sleep(0.02)
        os.kill(next(iter(workers.values())), signal.SIGKILL)
        outcome = building.result()
    assert [each.id for each in outcome.made if each.entry] == sorted(plan.name for plan in plans)


def test_a_plan_that_no_worker_outlives_is_held_back(
    address: str, plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deadly(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            (future := Future[Any]()).set_exception(distributed.KilledWorker("a task", None, 3))
            return future

    with Cluster(address, settings_of_a_plan(SETTINGS)) as cluster:
        monkeypatch.setattr(cluster, "_tasks", Deadly())  # as Dask says when a task has taken four workers with it
        outcome = build.build(plans, SETTINGS, tmp_path, Options(), cluster=cluster)
    assert outcome.release is None
    assert all("every worker of the cluster" in made.held_back.why for made in outcome.made if made.held_back)


def test_a_process_that_meets_its_limit_holds_back_its_plan(address: str, plans: list[Path], tmp_path: Path) -> None:
    with Cluster(address, settings_of_a_plan(SETTINGS)) as cluster:
        limits = PlanLimits(seconds=0.001)
        outcome = build.build(plans[:1], SETTINGS, tmp_path, Options(limits=limits), cluster=cluster)
    assert outcome.made[0].held_back
    assert "longer than 0.001 seconds" in outcome.made[0].held_back.why


def test_a_worker_with_other_software_makes_nothing(
    address: str, plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "digest_of_makers", lambda _: "another version")
    with pytest.raises(ReleaseError, match="other software or reference data"):
        built(plans, tmp_path, address)
    assert make_shipped(PlanLimits(), pack(plans[0]), SETTINGS, "another version") is None


def test_a_cluster_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_CONNECTING", 0.2)
    with pytest.raises(ReleaseError, match=r"no cluster answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9", SETTINGS)
    with pytest.raises(ReleaseError, match="no cluster answers at nonsense"):
        Cluster("nonsense://", SETTINGS)


def test_a_cluster_without_a_worker_says_so() -> None:
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as empty,
        pytest.raises(ReleaseError, match="has no worker"),
    ):
        Cluster(empty.scheduler_address, SETTINGS)

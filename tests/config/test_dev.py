import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dev
from tests.config.clusters import wait_until

MANAGE = """
import os, sys, time
with open(os.environ["CALLS"], "a") as calls:
    print(os.getpid(), sys.argv[1:], os.getcwd(), os.environ["APP_ENV"], sep="|", file=calls)
if sys.argv[1] == os.environ.get("WAIT_IN"):
    time.sleep(600)
"""


class Project:
    """A project of nothing but dev.py and a manage.py that writes down how it was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "calls"
        (folder / "dev.py").write_bytes(Path(dev.__file__).read_bytes())
        (folder / "requirements-dev.txt").write_text("# nothing\n")
        (folder / "manage.py").write_text(MANAGE)
        self.first_calls = self.run("demo")

    def start(self, *arguments: str, folder: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        """dev.py as a process."""
        ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.Popen(
            [sys.executable, self.folder / "dev.py", *arguments],
            cwd=folder or self.folder,
            env=ours | environment | {"CALLS": str(self.log)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
            preexec_fn=_heed_ctrl_c,  # noqa: PLW1509
        )

    def run(self, *arguments: str, folder: Path | None = None, **environment: str) -> list[str]:
        """How manage.py was called."""
        self.log.write_text("")
        process = self.start(*arguments, folder=folder, **environment)
        output = process.communicate()[0]
        assert process.returncode == 0, output
        return self.calls()

    def calls(self) -> list[str]:
        """Arguments, folder and APP_ENV of each call so far."""
        return [line.partition("|")[2] for line in self.log.read_text().splitlines()]

    def forget_installation(self) -> None:
        """As if the first call had been killed half-way."""
        (self.folder / ".venv" / ".installed").unlink()
        (self.folder / ".venv" / "bin" / "python").unlink()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """In a folder whose name has a space."""
    folder = tmp_path_factory.mktemp("project") / "a b%"
    folder.mkdir()
    return Project(folder)


def test_first_call_installs_cuts_fonts_and_hands_over(project: Project) -> None:
    assert project.first_calls == [
        f"['cut_fonts']|{project.folder}|development",
        f"['demo']|{project.folder}|development",
    ]


def test_second_call_hands_over_at_once_with_its_arguments(project: Project) -> None:
    assert project.run("demo", "--port", "8001") == [
        f"['demo', '--port', '8001']|{project.folder}|development"
    ]


def test_manage_updates_the_database_and_stays_in_the_callers_folder(
    project: Project, tmp_path: Path
) -> None:
    assert project.run("manage", "load", "a file.json", folder=tmp_path) == [
        f"['migrate', '--verbosity=0']|{tmp_path}|development",
        f"['grants']|{tmp_path}|development",
        f"['load', 'a file.json']|{tmp_path}|development",
    ]


def test_manage_leaves_a_named_database_as_it_is(project: Project) -> None:
    calls = project.run("manage", "check", DATABASE_URL="dbname=elsewhere")
    assert calls == [f"['check']|{project.folder}|development"]


def test_half_made_installation_is_repaired_once_by_two_calls_together(project: Project) -> None:
    project.forget_installation()
    project.log.write_text("")
    both = [project.start("demo"), project.start("demo")]
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    verbs = sorted(call.partition("|")[0] for call in project.calls())
    assert verbs == ["['cut_fonts']", "['demo']", "['demo']"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_during_a_step_leaves_no_process(project: Project, number: signal.Signals) -> None:
    project.log.write_text("")
    process = project.start("manage", "check", WAIT_IN="grants")
    wait_until(lambda: len(project.calls()) == 2)
    child = int(project.log.read_text().splitlines()[-1].partition("|")[0])
    send = os.killpg if number == signal.SIGINT else os.kill  # a terminal sends to all
    send(process.pid, number)
    process.communicate()
    assert process.returncode == 128 + number
    assert not Path(f"/proc/{child}").exists()
    assert len(project.calls()) == 2


def test_signal_after_handing_over_reaches_the_program(project: Project) -> None:
    project.log.write_text("")
    process = project.start("demo", WAIT_IN="demo")
    wait_until(lambda: len(project.calls()) == 1)
    process.terminate()
    process.communicate()
    assert process.returncode == -signal.SIGTERM


@pytest.mark.parametrize("arguments", [[], ["serve"]])
def test_unknown_verb_is_answered_with_the_list(arguments: list[str], project: Project) -> None:
    process = project.start(*arguments)
    assert "python3 dev.py demo [--fresh] [--port N]" in process.communicate()[0]
    assert process.returncode == 1


def test_unknown_drill_is_answered_with_the_list(project: Project) -> None:
    drills = project.folder / "tests" / "drill"
    drills.mkdir(parents=True)
    (drills / "flood.py").write_text("import dev, sys; print('drilled', sys.argv[1:])")
    assert project.start("drill", "fire").communicate()[0].endswith("NAME 可以是：flood\n")
    assert project.start("drill", "flood", "twice").communicate()[0] == "drilled ['twice']\n"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("test_a.py", "{folder}/test_a.py"),
        ("test_a.py::test_x[1]", "{folder}/test_a.py::test_x[1]"),
        ("tests/units", "tests/units"),
        ("-k", "-k"),
        ("::x", "::x"),
    ],
)
def test_argument_of_pytest_that_names_a_file_keeps_naming_it(
    argument: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "test_a.py").touch()
    assert dev.from_folder(tmp_path, argument) == expected.format(folder=tmp_path)


def _heed_ctrl_c() -> None:
    """A script's background job is told to ignore it, and so would be its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


Machine = Callable[..., Path]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Stand-ins for the system's own programs; returns where they write down their arguments."""

    def make(*, account: int, **programs: str) -> Path:
        for name, script in programs.items():
            path = tmp_path / name.replace("_", "-")
            path.write_text(f'#!/bin/sh\necho "$(basename "$0") $*" >> "{tmp_path}/said"\n{script}\n')
            path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        monkeypatch.setattr(os, "geteuid", lambda: account)
        return tmp_path / "said"

    return make


def test_packages_that_debian_does_not_record_as_installed_are_missing(machine: Machine) -> None:
    machine(account=0, dpkg_query='echo "one installed"; echo "two config-files"; exit 1')
    assert dev.missing(["one", "two", "three"]) == ["two", "three"]


def test_root_installs_packages(machine: Machine) -> None:
    said = machine(account=0, apt_get="exit 0")
    dev.install_packages(["one", "two"])
    update, install = said.read_text().splitlines()
    assert update.endswith(" update")
    assert install.endswith(" install --yes --no-install-recommends one two")


def test_user_with_free_sudo_installs_packages(machine: Machine) -> None:
    said = machine(account=1234, sudo="exit 0")
    dev.install_packages(["one"])
    assert said.read_text().splitlines()[-1].endswith(" install --yes --no-install-recommends one")


def test_user_without_sudo_is_told_the_line_to_run(machine: Machine) -> None:
    machine(account=1234, sudo="exit 1")
    line = "sudo apt-get update && sudo apt-get install --no-install-recommends one two"
    with pytest.raises(SystemExit, match=line):
        dev.install_packages(["one", "two"])

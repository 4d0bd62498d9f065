#!/usr/bin/env python3
"""Development in one command; needs nothing but Python 3.11.

python3 dev.py demo [--fresh] [--port N]   演示：网站、后台任务和数据库一起运行，打印各岗位的账号
python3 dev.py test [ARGS]                 全部检查和测试；带参数时只运行 pytest ARGS
python3 dev.py manage ARGS                 先更新内置数据库，再运行 manage.py ARGS
python3 dev.py bench NAME                  运行 tests/bench/NAME.py
python3 dev.py drill NAME                  运行 tests/drill/NAME.py
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older one has to parse this file to say so
    sys.exit(
        "需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed; this is " + sys.version.split()[0]
    )

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKED = ROOT / "requirements-dev.txt"
STAMP = VENV / ".installed"
MANAGE = (PYTHON, ROOT / "manage.py")

RUN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk")
TEST_PACKAGES = (*RUN_PACKAGES, "chromium", "libatomic1", "poppler-utils")  # Playwright needs libatomic
VENV_PACKAGES = () if find_spec("ensurepip") or find_spec("pip") else ("python3-venv",)

Command = Sequence[str | Path]
Environment = Mapping[str, str] | None


def main() -> None:
    """Prepare what the verb needs, then hand over."""
    verbs = {"demo": demo, "test": test, "manage": manage, "bench": bench, "drill": drill}
    if len(sys.argv) < 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, _end)
    os.environ["APP_ENV"] = "development"
    verbs[sys.argv[1]](sys.argv[2:])


def demo(arguments: list[str]) -> NoReturn:
    """Everything together until Ctrl-C."""
    prepare(RUN_PACKAGES)
    hand_over([*MANAGE, "demo", *arguments])


def manage(arguments: list[str]) -> NoReturn:
    """Any command of Django, on an up-to-date database."""
    prepare(RUN_PACKAGES)
    if not os.environ.get("DATABASE_URL"):
        check([*MANAGE, "migrate", "--verbosity=0"])
        check([*MANAGE, "grants"])
    hand_over([*MANAGE, *arguments])


def test(arguments: list[str]) -> None:
    """What CI runs, or pytest alone."""
    prepare(TEST_PACKAGES)
    callers_folder = Path.cwd()
    os.chdir(ROOT)
    if arguments:
        hand_over([PYTHON, "-m", "pytest", *(from_folder(callers_folder, one) for one in arguments)])
    for step in STEPS:
        print(f"\n== {' '.join(step)}", flush=True)
        environment = PRODUCTION if "--deploy" in step else TESTING
        check([VENV / "bin" / step[0], *step[1:]], environment, out=sys.stdout)
    print("\n全部检查和测试通过。")


def bench(arguments: list[str]) -> NoReturn:
    """One measurement."""
    script("bench", arguments)


def drill(arguments: list[str]) -> NoReturn:
    """One exercise on the whole system."""
    script("drill", arguments)


STEPS = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("mypy",),
    ("djlint", "--lint", "templates"),
    ("lint-imports",),
    ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
    ("pytest", "-n", "3", "--dist", "worksteal"),  # on two cores: browsers and servers are often waited for
)
TESTING = {"DB_ROLE": "owner", "TESTING": "1"}
PRODUCTION = {
    "APP_ENV": "production",
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": "postgresql://app@localhost/shaibiping",
    "DATABASE_OWNER_URL": "postgresql://owner@localhost/shaibiping",
}


def script(folder: str, arguments: list[str]) -> NoReturn:
    """Hand over to a script of tests/<folder>, which may import the whole project."""
    names = sorted(path.stem for path in (ROOT / "tests" / folder).glob("[!_]*.py"))
    if not arguments or arguments[0] not in names:
        sys.exit(f"python3 dev.py {folder} NAME，NAME 可以是：{'、'.join(names) or '（还没有）'}")
    prepare(TEST_PACKAGES)
    os.environ["PYTHONPATH"] = str(ROOT)
    hand_over([PYTHON, ROOT / "tests" / folder / f"{arguments[0]}.py", *arguments[1:]])


def from_folder(folder: Path, argument: str) -> str:
    """An argument of pytest; one that names a file in the caller's folder keeps naming it from ours."""
    name, separator, node = argument.partition("::")
    path = folder / name
    return f"{path}{separator}{node}" if name and path.exists() else argument


# What has to be there first


def prepare(packages: Sequence[str]) -> None:
    """System packages, then .venv as the lock file says; costs next to nothing when both are there."""
    wanted = hashlib.sha256(f"{sys.version}\n{ROOT}\n".encode() + LOCKED.read_bytes()).hexdigest()
    with Path(__file__).open() as lock:  # two at once: the second waits, then finds all done
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_installed(wanted):
            install_packages(missing(packages))
        else:
            install_packages(missing([*packages, *VENV_PACKAGES]))
            install(wanted)


def is_installed(wanted: str) -> bool:
    """The stamp is written last, so a half-made .venv has none."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted


def install(wanted: str) -> None:
    """Make .venv from nothing, with exactly the locked packages."""
    tell("正在安装 Python 依赖（首次约一分钟）……")
    pip = make_venv()
    check(
        [
            *pip,
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            LOCKED,
        ]
    )
    check([*MANAGE, "cut_fonts"])
    STAMP.write_text(wanted)


def make_venv() -> Command:
    """Returns the pip that installs into it: Debian's Python comes without the one that a venv brings."""
    python = getattr(
        sys, "_base_executable", sys.executable
    )  # we may be running in the .venv that is replaced
    venv = (python, "-m", "venv", "--clear")
    if find_spec("pip") and not find_spec("ensurepip"):
        check([*venv, "--without-pip", VENV])
        return (python, "-m", "pip", "--python", PYTHON)
    check([*venv, VENV])
    return (PYTHON, "-m", "pip")


def missing(packages: Sequence[str]) -> list[str]:
    """Those that Debian's records do not show as installed, nor is there a program of that name.

    Ubuntu has Chromium as a snap. Systems without Debian's records are left alone.
    """
    if shutil.which("dpkg-query") is None:
        return []
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *packages]
    records = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    return [name for name in packages if f"{name} installed" not in records and not shutil.which(name)]


def install_packages(packages: Sequence[str]) -> None:
    """With apt-get where we may; else print the line that somebody else has to run."""
    if not packages:
        return
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", "--quiet"]
    if os.geteuid() != 0:
        if not may_sudo():
            line = f"apt-get install --no-install-recommends {' '.join(packages)}"
            sys.exit(f"缺少系统软件包，请管理员运行下面一行，然后再试：\nsudo apt-get update && sudo {line}")
        apt = ["sudo", "--non-interactive", *apt]
    tell(f"正在安装系统软件包：{' '.join(packages)}")
    run([*apt, "update"])  # one unreachable source need not matter
    check([*apt, "install", "--yes", "--no-install-recommends", *packages])


def may_sudo() -> bool:
    """Whether sudo is there and asks for no password."""
    quiet = subprocess.DEVNULL
    return bool(shutil.which("sudo")) and not subprocess.call(
        ["sudo", "-n", "true"], stdout=quiet, stderr=quiet
    )


# Running programs


def hand_over(command: Command) -> NoReturn:
    """Become the program, so that its signals and its exit status are ours."""
    sys.stdout.flush()
    os.execv(command[0], [str(part) for part in command])  # noqa: S606


def check(command: Command, environment: Environment = None, *, out: TextIO = sys.stderr) -> None:
    """Run a step; stop here when it fails. What it prints is not what the verb was called for."""
    status = run(command, environment, out=out)
    if status:
        name = " ".join([Path(command[0]).name, *map(str, command[1:])])
        sys.exit(f"没有通过（状态 {status}）：{name}")


def run(command: Command, environment: Environment = None, *, out: TextIO = sys.stderr) -> int:
    """Run to the end and return the status: we never leave before the child, whatever ends us."""
    variables = os.environ | dict(environment or {})
    child = subprocess.Popen(command, env=variables, stdin=subprocess.DEVNULL, stdout=out)
    try:
        return child.wait()
    except SystemExit:
        child.terminate()  # Ctrl-C reaches the child by itself, TERM does not
        raise
    finally:
        child.wait()


def tell(sentence: str) -> None:
    """Say what takes so long."""
    print(sentence, file=sys.stderr, flush=True)


def _end(signal_number: int, *_: object) -> NoReturn:
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)

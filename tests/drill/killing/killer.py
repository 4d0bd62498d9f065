"""Kills parts of the system at random moments, and sees that each comes back by itself."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence

from tests.drill.killing import processes
from tests.drill.killing.instance import Instance, NotServing

WEB_AND_DATABASE = (
    "database", "web worker", "backend", "web master", "keeper", "web workers", "keeper and database", "web master",
)  # fmt: skip


def targets(instance: Instance, name: str, dice: random.Random) -> Sequence[int]:
    """Whom to kill under this name; nobody when there is none at the moment."""
    choices: dict[str, Callable[[], list[int]]] = {
        "web worker": lambda: _any(instance.web_workers(), dice),
        "web workers": instance.web_workers,
        "web master": instance.web_master,
        "database": instance.database,
        "backend": lambda: _any(instance.backends(), dice),
        "keeper": instance.keeper,
        "keeper and database": lambda: [*instance.keeper(), *instance.database()],
        "worker": instance.worker,
        "worker and child": lambda: [*instance.worker(), *instance.renderers()],
    }
    return choices[name]()


def _any(numbers: list[int], dice: random.Random) -> list[int]:
    return [dice.choice(numbers)] if numbers else []


class Killer(threading.Thread):
    """Goes through the names again and again, with pauses by the dice."""

    def __init__(
        self, instance: Instance, names: Sequence[str], dice: random.Random, pause: tuple[float, float]
    ) -> None:
        super().__init__(name="killer", daemon=True)
        self.instance, self.names, self.dice, self.pause = instance, list(names), dice, pause
        self.killed: Counter[str] = Counter()
        self.longest = 0.0
        self.trouble = ""
        self._enough = threading.Event()

    def run(self) -> None:
        """Until told that it is enough, or the system does not come back."""
        while not self._enough.wait(self.dice.uniform(*self.pause)):
            try:
                self.strike(self.names[sum(self.killed.values()) % len(self.names)])
            except NotServing as failure:
                self.trouble = str(failure)
                return

    def strike(self, name: str, *, at: Callable[[], object] = bool) -> None:
        """Choose, wait for the moment, kill, and wait until pages come again."""
        chosen = targets(self.instance, name, self.dice)
        at()
        if processes.kill(*chosen):
            self.killed[name] += 1
            away = self.instance.wait_until_serving()
            self.longest = max(self.longest, away)

    def stop(self) -> None:
        """The last stroke is seen to its end, and every part is back."""
        self._enough.set()
        if self.is_alive():
            self.join()
        if not self.trouble:
            self.instance.wait_until_whole()

    def __str__(self) -> str:
        total = sum(self.killed.values())
        each = ", ".join(f"{name} {count}" for name, count in self.killed.items())
        return f"{total} kills ({each}), longest away {self.longest:.1f} s"

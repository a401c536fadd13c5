"""Why a message did not arrive."""

from __future__ import annotations


class Failure(Exception):
    """A try that failed, said without personal data.

    `final`: trying again cannot help. `ours`: a setting is missing here, so the try does not count.
    """

    def __init__(self, problem: str, final: bool = False, ours: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.final, self.ours = problem, final, ours

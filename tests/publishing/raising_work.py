"""Work that raises what its tasks say, for the processes of test_told_errors.py, which import it."""

from dataclasses import dataclass


class UnsendableError(Exception):
    def __reduce__(self):
        raise TypeError("it stays here")


@dataclass(frozen=True)
class Asked:
    key: str
    error: str


class RaisingWork:
    def preload(self, few):
        pass

    def prepare(self, tasks, jobs):
        raise ImportError("No module named 'docx'")

    def finish(self):
        pass

    def make(self, task, engine):
        if task.error == "unsendable":
            return UnsendableError()
        if task.error == "exit":
            raise SystemExit(0)
        if task.error:
            raise ValueError(task.error)
        return "made"

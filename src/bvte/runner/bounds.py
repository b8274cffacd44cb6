"""What a cell may do at most: run until one deadline, whatever it says meanwhile, and say so much."""

from time import monotonic

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient

# Characters that a cell may say; the largest of a report says a hundredth of it.
MOST_SAID = 32 * 2**20
# What a message costs besides its characters, so that empty ones without end are bounded too.
MESSAGE_COST = 500
# Of a cell that said too much: what stays for whoever looks for the cause.
OUTPUTS_KEPT, CHARACTERS_KEPT = 20, 2_000


class OutputLimitError(DeadKernelError):
    """A cell said more than any reader could want; its kernel is ended."""

    def __init__(self) -> None:
        super().__init__(f"more than {MOST_SAID // 2**20} MB")


def said_characters(content: object) -> int:
    """Characters in a message.

    >>> said_characters({"name": "stdout", "text": "four"})
    10
    """
    if isinstance(content, dict):
        return sum(map(said_characters, content.values()))
    if isinstance(content, list | tuple):
        return sum(map(said_characters, content))
    return len(content) if isinstance(content, str | bytes) else 1


class SaidCount:
    """How much a cell has said."""

    def __init__(self) -> None:
        self.characters = 0

    def is_exceeded_by(self, message: dict[str, object]) -> bool:
        """Whether this message of the cell, counted with those before, is too much."""
        self.characters += MESSAGE_COST + said_characters(message["content"])
        return self.characters > MOST_SAID


def cut_outputs(cell: NotebookNode) -> None:
    """Leave of what a cell said its beginning."""
    del cell.outputs[OUTPUTS_KEPT:]
    for output in cell.outputs:
        shown = output if "text" in output else output.get("data", {})
        for name, text in shown.items():
            shown[name] = text[:CHARACTERS_KEPT] if isinstance(text, str) else text


class BoundedClient(PapermillNotebookClient):
    """Papermill's client of a started kernel, with bounds that hold while messages keep coming.

    Its own wait sees the clock only when there is no message to be taken in.
    """

    def execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> NotebookNode:
        """Execute one cell. Raises CellTimeoutError and OutputLimitError."""
        limit = self._get_timeout(cell)
        self.said, self.exceeded = SaidCount(), False
        self.deadline = monotonic() + limit if limit else None
        try:
            return run_sync(self.async_execute_cell)(cell, cell_index, execution_count, store_history)
        except DeadKernelError as error:
            if self.exceeded:
                raise OutputLimitError from error
            raise

    def process_message(self, *arguments: object, **named: object) -> NotebookNode | None:
        """Take in a message of the running cell, unless it may say no more."""
        message, cell = arguments[0], arguments[1]
        if self.deadline and monotonic() > self.deadline:
            # Nothing is taken in from here on, so that the wait for the reply sees the clock.
            raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", self.timeout, cell)
        if self.said.is_exceeded_by(message):
            self.exceeded = True
            # What nbclient does where a kernel died: it ends the cell.
            self.task_poll_for_reply.cancel()
            raise OutputLimitError
        return super().process_message(*arguments, **named)

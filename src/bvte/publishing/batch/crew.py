"""The workers of a cluster that are as good as this machine: only they are given reports to make."""

from contextlib import suppress
from time import monotonic

import click

from bvte.presentation.texts import say
from bvte.publishing.batch import bench
from bvte.publishing.batch.likeness import here

# More than this in one line tells nobody anything.
NAMED = 6


class ClusterError(Exception):
    """A batch that cannot go on over the cluster; what is made is in its place.

    code : "absent", "unreachable", "lost", "nobody" or "unfit"; facts : what the sentence names.
    """

    def __init__(self, code, **facts):
        super().__init__(code, facts)
        self.code, self.facts = code, facts

    def sentence(self):
        """What happened and what to do."""
        return say(f"runs.cluster.{self.code}", **self.facts)


class Crew:
    """Workers that have joined a batch, and those that may not.

    name : of the batch; asked : what it draws on; patience : seconds to wait for a worker where
    there is none.
    """

    def __init__(self, client, name, asked, patience):
        self.client, self.name, self.asked = client, name, asked
        self.patience = patience
        self.wanted = here(asked)
        self.joined, self.refused = {}, set()
        self.doubted, self.ever_joined, self.last_joined = False, False, monotonic()

    @property
    def workers(self):
        """Addresses of the workers that have joined."""
        return list(self.joined)

    @property
    def threads(self):
        """Reports that they can make at once."""
        return sum(self.joined.values())

    def muster(self):
        """Take in workers that have come and forget those that have gone. Raises ClusterError."""
        there = self._there()
        self.joined = {worker: there[worker] for worker in self.joined if worker in there}
        trusted, self.doubted = set() if self.doubted else set(self.joined), False
        for worker, found in self._ask([w for w in there if w not in trusted | self.refused]).items():
            if found:
                self._refuse(worker, found)
            else:
                self.joined[worker] = there[worker]
        self._require_somebody(there)

    def ask_again(self):
        """Let every worker be asked once more, since one of them may have changed."""
        self.doubted = True

    def dismiss(self):
        """Let the workers end what they have set up; one that cannot be reached does so by itself."""
        with suppress(Exception):
            self.client.run(bench.leave, self.name, workers=self.workers, on_error="ignore")

    def _there(self):
        """Worker -> threads of all that the scheduler has now."""
        try:
            return self.client.nthreads()
        except (OSError, RuntimeError) as error:
            raise ClusterError("lost") from error

    def _ask(self, workers):
        """Worker -> what it has otherwise than this machine, or why it cannot say.

        One that went while it was asked is left out.
        """
        if not workers:
            return {}
        words = self.name, self.asked, self.wanted
        found = self.client.run(bench.join, *words, workers=workers, on_error="return")
        return {worker: answer for worker, answer in found.items() if not isinstance(answer, OSError)}

    def _refuse(self, worker, found):
        """Leave a worker out and say why."""
        self.joined.pop(worker, None)
        self.refused.add(worker)
        if isinstance(found, Exception):
            line = say("runs.cluster.broken", worker=worker, said=found)
        else:
            shown = ", ".join(found[:NAMED]) + (", …" if found[NAMED:] else "")
            line = say("runs.cluster.differs", worker=worker, parts=shown)
        click.echo(line, err=True)

    def _require_somebody(self, there):
        """Raise ClusterError where no worker may be used, or none has come in all the time that there was."""
        if self.joined:
            self.ever_joined, self.last_joined = True, monotonic()
        elif there and not self.ever_joined and self.refused.issuperset(there):
            raise ClusterError("unfit")
        elif monotonic() > self.last_joined + self.patience:
            raise ClusterError("nobody", seconds=self.patience)

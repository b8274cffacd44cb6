"""From notebooks to reports. What happens to a report, from the command to the ledger:

1. `plan` says which reports there are, which follows from the rows of the data folders. `parameters` declares
   kinds and what each takes, `report` names the files.
2. `ledger.status` compares what each was made from (rows, code, notebook, packages, parameters:
   `ledger.inputs`) with what that is now; only those that do not stand any more are made.
3. `batch` makes many at once: a warm process forks another for each (`batch.forks`, `batch.warm`), or a pool
   of workers does (`batch.pool`), or the machines of a cluster.
4. `making` makes one, in memory: `run` executes the notebook with papermill in a kernel of its own
   (`kernels`); when that is gone, `page` and `forms` make the files, and `quality`, `exhibits` and
   `forms.agree` refuse what nobody should read.
5. `build` puts the files and their entry in their places through `ledger.shelf`: all of them, or none. Where
   something failed, the last good report stays and `failure` lays a page beside it.
6. `index` lists what the ledger knows; `verify` makes reports again and compares every byte.
"""

import sys

# jsonschema tries rfc3987_syntax at the first Jupyter import; it takes seconds to build grammars
# for address formats that no notebook schema uses. Any module of this package is imported after this line.
sys.modules.setdefault("rfc3987_syntax", None)

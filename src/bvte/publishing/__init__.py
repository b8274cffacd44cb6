"""From notebooks to reports. What happens to a report, from the command to the ledger:

1. `report` says which reports there are, which follows from the rows of the data folders, and names their
   files. `parameters` declares kinds and what each takes.
2. `status` compares what each was made from (rows, code, notebook, packages, parameters: `inputs`) with what
   that is now; only those that do not stand any more are made.
3. `bvte.runner` makes many at once; `work` tells it what a report needs, `preload` what is done before forks.
4. `making` makes one, in memory: the notebook is run with papermill in a kernel of its own; when that is
   gone, `page` and `forms` make the files, and `quality`, `exhibits` and `forms.agree` refuse what nobody
   should read.
5. `build` puts the files and their entry in their places through a transaction of the `ledger`: all of them,
   or none. Where something failed, the last good report stays and `failure` lays a page beside it.
6. `index` lists what the ledger knows; `build.verify_reports` makes reports again and compares every byte.
"""

"""On its import, all that reports and their files need is imported."""

from bvte.publishing.forms.catalogue import FORMS, import_forms
from bvte.publishing.preload import import_all
from bvte.runner.processes import slow_grammars_left_out

with slow_grammars_left_out():
    import_all()
    import_forms(FORMS)

"""From notebooks to reports: parameters, run, page, index and the build of them all."""

import sys

# jsonschema tries rfc3987_syntax at the first Jupyter import; it takes seconds to build grammars
# for address formats that no notebook schema uses. Any module of this package is imported after this line.
sys.modules.setdefault("rfc3987_syntax", None)

"""``python -m assay.testing.reference docs/reference``: writes the pages anew."""

import sys
from pathlib import Path

from assay.testing.reference import write

write(Path(sys.argv[1]))

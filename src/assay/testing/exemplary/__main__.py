"""``python -m assay.testing.exemplary FOLDER``: see the package."""

import sys
from pathlib import Path

from assay.testing.exemplary import write

if __name__ == "__main__":
    write(Path(sys.argv[1]))

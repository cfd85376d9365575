"""Opens the file of an assessment made earlier, for the commands that read one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assay.errors import MalformedInputError, UnreadablePathError

REMEDY = "Make one with: assay assess --format json --output FILE"


def opened(path: Path) -> Mapping[str, Any]:
    """The assessment in ``path``; raises UnreadablePathError, or MalformedInputError for a wrong or altered file."""
    from assay.assess.diff import checked

    try:
        return checked(json.loads(path.read_bytes()), str(path))
    except OSError as error:
        raise UnreadablePathError(f"{path} cannot be read: {error.strerror}.", advice=REMEDY) from None
    except ValueError as error:
        raise MalformedInputError(f"{path} is not JSON: {error}.", advice=REMEDY) from None
    except RecursionError:
        raise MalformedInputError(f"{path} is nested too deeply to be an assessment.", advice=REMEDY) from None

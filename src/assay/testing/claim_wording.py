"""Writes the digests of the official wording from your own copy of the form: ``python -m assay.testing.claim_wording FORM``.

Run it when a new edition of the form comes out, and read the difference before it is committed. What is written tells a wording
from another one and gives none back. Claims the form leaves out are recognised by their number and subject.
"""

import sys
from pathlib import Path

from assay.formats.forms.docx import pieces
from assay.formats.forms.matching import CLAIM_NUMBER, PRINCIPLE_NUMBER
from assay.formats.forms.pieces import TableRow
from assay.formats.forms.wording import digests
from assay.store.code_of_practice import load

HEAD = (
    "# Short digests (SHA-256, first eight figures) of every three words in a row of the official wording, by which a row of a form is\n"
    "# tied to its claim. Written by assay.testing.claim_wording from a copy of the form; no text can be read from it.\n"
)


def written(form: bytes) -> str:
    """The text of ``data/claim_wording.toml`` for a copy of form 0.4."""
    ids = {claim.numbers["form_v0_4"]: claim.id for claim in load().claims if claim.numbers["form_v0_4"]}
    kinds: dict[str, dict[str, str]] = {"claims": {}, "principles": {}}
    for row in (piece for piece in pieces(form)[0] if isinstance(piece, TableRow) and len(piece.cells) > 1):
        number, wording = row.cells[0].text, row.cells[1].text
        if claim := CLAIM_NUMBER.search(number):
            kinds["claims"][ids[".".join(claim.groups())]] = "".join(sorted(digests(wording)))
        elif principle := PRINCIPLE_NUMBER.search(number):
            kinds["principles"][".".join(principle.groups())] = "".join(sorted(digests(wording)))
    lines = [HEAD]
    for kind, found in kinds.items():
        lines += [f"[{kind}]", *(f'"{name}" = "{each}"' for name, each in sorted(found.items())), ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(written(Path(sys.argv[1]).read_bytes()))

"""Gantry, the small product the documentation assesses: version 1.0.0 cuts corners, version 1.1.0 mends the worst of them.

``python -m assay.testing.gantry FOLDER`` builds it. It is the same repository, commit for commit, on every machine.
"""

import sys
from datetime import date
from pathlib import Path

from assay.checks.contract import Change
from assay.testing.repository import Recipe, Tagged, build

_CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683"

_CI = f"""\
name: ci
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: {_CHECKOUT}
        with:
          persist-credentials: false
      - run: pip install --require-hashes -r requirements.txt
      - run: python -m pytest
"""

_RELEASE = f"""\
name: release
on:
  push:
    tags: ["v*"]
permissions:
  contents: read
jobs:
  image:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      packages: write
    steps:
      - uses: {_CHECKOUT}
        with:
          persist-credentials: false
      - run: docker build -t ghcr.io/gantry-example/gantry:latest .
      - run: docker push ghcr.io/gantry-example/gantry:latest
"""

_TESTED_RELEASE = _RELEASE.replace(
    "jobs:\n",
    f"""jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: {_CHECKOUT}
        with:
          persist-credentials: false
      - run: pip install --require-hashes -r requirements.txt
      - run: python -m pytest
""",
).replace("  image:\n", "  image:\n    needs: test\n")

_FREE_IMAGE = """\
FROM python:3.13-slim
COPY . /app
WORKDIR /app
RUN pip install flask gunicorn
CMD ["gunicorn", "gantry:app"]
"""

_HELD_IMAGE = _FREE_IMAGE.replace("flask gunicorn", "--require-hashes -r requirements.txt")

_LOCK = "".join(
    f"{name}=={version} --hash=sha256:{digest * 64}\n"
    for name, version, digest in (("flask", "3.1.2", "a"), ("gunicorn", "23.0.0", "b"), ("pytest", "8.4.2", "c"))
)

_SETTINGS = """\
import os

SECRET_KEY = os.environ.get("SECRET_KEY", "quayside-lantern")
DATABASE = os.environ["GANTRY_DATABASE"]
"""

_POLICY = """\
# Security policy

This policy covers every supported version of Gantry and the images we publish. The demonstration site is out of scope.

Please report a vulnerability by mail to security@gantry.example and do not open a public issue. Tell us which version you
used, what you did and what happened; a short script that shows the fault helps us most.

You get an answer from a person within three working days, and a first judgement within ten. While we work on a fix we write
to you at least every two weeks. We agree the day of publication with you, normally within 90 days, and name you in the
advisory if you wish. We take no legal action against research in good faith that keeps to this policy.
"""

_TRAINING = """\
# Training in secure development

| Developer | Course | Date |
|---|---|---|
| Ada Builder | Secure coding in Python | 2026-03-02 |
| Ben Maker | Secure coding in Python | 2026-03-09 |

Both developers of the team attended and passed the test at the end.
"""

_PROFILE = """\
schema = 1

[organisation]
name = "Gantry Ltd"
senior_responsible_owner = "Cleo Warden"

[product]
name = "Gantry"
role = "developer-distributor"
delivery = ["container"]

[[statements]]
facet = "1.1.2/a"
says = "Both developers took the course in secure coding this spring."
person = "Cleo Warden"
role = "Head of Engineering"
date = 2026-09-15
document = "records/training.md"
"""

FIRST = {
    "README.md": "# Gantry\n\nGantry books berths for small harbours. It ships as a container image.\n",
    "gantry/__init__.py": "from flask import Flask\n\napp = Flask(__name__)\n",
    "gantry/settings.py": _SETTINGS,
    "tests/test_berths.py": 'from gantry import app\n\n\ndef test_front_page_answers():\n    assert app.test_client().get("/").status_code == 404\n',
    "requirements.txt": _LOCK,
    "Dockerfile": _FREE_IMAGE,
    ".github/workflows/ci.yml": _CI,
    ".github/workflows/release.yml": _RELEASE,
}

SECOND = {
    "SECURITY.md": _POLICY,
    "Dockerfile": _HELD_IMAGE,
    ".github/workflows/release.yml": _TESTED_RELEASE,
    "records/training.md": _TRAINING,
    "assay.toml": _PROFILE,
}

RECIPE = Recipe(
    files=SECOND,
    history=(Change("Book berths", FIRST, on=date(2026, 6, 1), tag="v1.0.0"),),
    tags=(Tagged("v1.1.0"),),
)

if __name__ == "__main__":
    build(Path(sys.argv[1]), RECIPE)

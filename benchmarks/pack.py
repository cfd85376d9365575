"""Measures verifying and replaying a pack as whole processes, beside hashing it and checking its signature alone.

    python benchmarks/pack.py [--observations 2000] [--runs 9] [--output FILE]

The pack is made up: the observations of a small product, repeated about other objects until there are enough. Prints a Markdown
page. A goal counts only where the answer is right in that run: the pack is verified, and one with a changed verdict is not.
"""

import argparse
import hashlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assay.assess.replay import judged_again
from assay.assess.sign import sign
from assay.domain.evidence import Observation
from assay.formats.pack import Pack, write
from assay.formats.pack_statement import Role
from assay.signing.keys import new, private
from assay.testing.packs import OWNER, pack

ASSAY = (sys.executable, "-c", "from assay.cli import main; main()")
BARE = (sys.executable, "-c", "pass")
ALONE = """
import hashlib, json, sys
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
pack, signature, key = sys.argv[1:]
hashlib.sha256(open(pack, "rb").read()).hexdigest()
said = json.load(open(signature))
keyid = said["signatures"][0]["keyid"]
Envelope.from_dict(said).verify([SSlibKey.from_crypto(load_pem_public_key(open(key, "rb").read()), keyid)], 1)
"""
"""Hashing a pack and checking its signature, start of the interpreter included: less than this no verifier can do."""


def main() -> None:
    wanted = _arguments()
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as folder:
        text = page(Path(folder), wanted.observations, wanted.runs)
    if wanted.output:
        Path(wanted.output).write_text(text, "utf-8")
    sys.stdout.write(text)


def page(folder: Path, observations: int, runs: int) -> str:
    """The whole page, measured as it is written."""
    file, key = folder / "a.pack", folder / "a.pub"
    made = made_up(observations)
    data = write(made)
    file.write_bytes(data)
    private_pem, public_pem = new(b"")
    key.write_bytes(public_pem)
    signature = folder / "a.pack.sro.intoto.json"
    signature.write_bytes(sign(data, file.name, private(private_pem, b"", "a"), OWNER, Role.SRO, date(2026, 10, 3)))
    verify = (*ASSAY, "verify", str(file), "--key", str(key), "--require-role", "sro")
    commands = {
        "bare Python": BARE,
        "hash and signature alone": (sys.executable, "-c", ALONE, str(file), str(signature), str(key)),
        "assay verify --no-replay": (*verify, "--no-replay"),
        "assay verify": verify,
        "assay replay": (*ASSAY, "replay", str(file)),
    }
    walls = {name: measure(words, runs) for name, words in commands.items()}
    right = is_right(verify, file, made)
    floor, ours = walls["hash and signature alone"], walls["assay verify"]
    lines = [
        "# Packs",
        "",
        f"A pack of {len(made.judged_on.observations):,} observations, {len(data) / 1e6:.1f} MB; medians of {runs} whole processes.",
        "",
        "| Process | Wall (ms) | CPU (ms) |",
        "|---|---|---|",
        *(f"| {name} | {wall * 1000:.0f} | {cpu * 1000:.0f} |" for name, (wall, cpu) in walls.items()),
        "",
        "| Goal | By wall | By CPU | At most | Met |",
        "|---|---|---|---|---|",
        f"| verify and replay | {ours[0]:.2f} s | {ours[1]:.2f} s | 0.50 s | {_met(ours[0] <= 0.5, ours[1] <= 0.5, right)} |",
        f"| against hash and signature alone | {ours[0] / floor[0]:.1f} x | {ours[1] / floor[1]:.1f} x | 3.0 x | {_met(ours[0] <= 3 * floor[0], ours[1] <= 3 * floor[1], right)} |",
    ]
    return "\n".join(lines) + "\n"


def made_up(observations: int) -> Pack:
    """A pack with at least so many observations, judged again so that all of it agrees."""
    whole = pack()
    found: list[Observation] = list(whole.judged_on.observations)
    first, number = tuple(found), 0
    while len(found) < observations:
        number += 1
        found += [replace(each, subject_object=f"{each.subject_object} {number}") for each in first]
    larger = replace(whole, judged_on=replace(whole.judged_on, observations=tuple(found[:observations])))
    return replace(larger, assessment=judged_again(larger, larger.tool, larger.rules.digest))


def measure(words: Sequence[str], runs: int) -> tuple[float, float]:
    """Medians of wall and processor seconds; the first run, which warms the disk, does not count."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    walls, cpus = zip(*(_once(words) for _ in range(runs)), strict=True)
    return statistics.median(walls), statistics.median(cpus)


def _once(words: Sequence[str]) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def is_right(verify: Sequence[str], file: Path, made: Pack) -> bool:
    """Whether a pack that was not signed like this is refused."""
    data = file.read_bytes()
    file.write_bytes(write(replace(made, sealed_on=date(2027, 1, 1))))
    refused = subprocess.run(verify, capture_output=True, text=True).returncode == 5
    file.write_bytes(data)
    unchanged = subprocess.run(verify, capture_output=True, text=True)
    return (
        refused
        and unchanged.returncode == 0
        and hashlib.sha256(data).digest() == hashlib.sha256(file.read_bytes()).digest()
    )


def _met(wall: bool, cpu: bool, right: bool) -> str:
    if not right:
        return "no: the answer was wrong"
    return "yes" if wall else "by CPU only" if cpu else "no"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--output")
    return parser.parse_args()


if __name__ == "__main__":
    main()

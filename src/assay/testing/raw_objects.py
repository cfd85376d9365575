"""Loose git objects written byte by byte: what git itself would refuse to make."""

import hashlib
import subprocess
import zlib
from collections.abc import Mapping
from pathlib import Path

from assay.collect.git import HARDENED_ENVIRONMENT

FILE, PROGRAM, LINK, FOLDER, MODULE = b"100644", b"100755", b"120000", b"40000", b"160000"
PERSON = b"Ada Builder <ada@example.com>"
MOMENT = b"1790769600 +0000"


class RawRepository:
    """A bare repository (or one with a work tree) whose objects are made here."""

    def __init__(self, folder: Path, *, hash_name: str = "sha1", bare: bool = True) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.git_dir = folder if bare else folder / ".git"
        self._hash = hash_name
        subprocess.run(
            ["git", "init", "-q", "--template=", f"--object-format={hash_name}", "-b", "main", *(["--bare"] if bare else []), "."],
            cwd=folder, env=HARDENED_ENVIRONMENT, check=True, capture_output=True,
        )  # fmt: skip

    def write(self, kind: str, data: bytes) -> str:
        """Store an object as it is and give its id."""
        whole = f"{kind} {len(data)}\0".encode() + data
        oid = hashlib.new(self._hash, whole).hexdigest()
        place = self.place(oid)
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(zlib.compress(whole, 1))
        return oid

    def place(self, oid: str) -> Path:
        """The file a loose object lies in."""
        return self.git_dir / "objects" / oid[:2] / oid[2:]

    def blob(self, data: bytes) -> str:
        """Store the content of a file."""
        return self.write("blob", data)

    def tree(self, entries: Mapping[bytes, tuple[bytes, str]]) -> str:
        """Store a folder: name → (mode, id), in git's order, with any name at all."""

        def order(item: tuple[bytes, tuple[bytes, str]]) -> bytes:
            return item[0] + (b"/" if item[1][0] == FOLDER else b"")

        return self.write(
            "tree",
            b"".join(
                mode + b" " + name + b"\0" + bytes.fromhex(oid)
                for name, (mode, oid) in sorted(entries.items(), key=order)
            ),
        )

    def files(self, files: Mapping[bytes, bytes]) -> str:
        """Store files in one folder and give the folder's id."""
        return self.tree({name: (FILE, self.blob(data)) for name, data in files.items()})

    def commit(
        self,
        tree: str,
        *parents: str,
        message: bytes = b"A change",
        author: bytes = PERSON + b" " + MOMENT,
        committer: bytes = PERSON + b" " + MOMENT,
        more: bytes = b"",
        branch: str = "main",
    ) -> str:
        """Store a commit and put ``branch`` on it; author and committer are whole header lines."""
        lines = [b"tree " + tree.encode(), *(b"parent " + each.encode() for each in parents)]
        lines += [b"author " + author, b"committer " + committer]
        oid = self.write("commit", b"\n".join(lines) + b"\n" + more + b"\n" + message)
        self.ref(f"refs/heads/{branch}", oid)
        return oid

    def ref(self, name: str, oid: str) -> None:
        """Point a ref at an object."""
        place = self.git_dir / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(oid + "\n")

"""The exceptions Assay raises, and the exit code each one ends a command with.

    AssayError                      1  Assay itself failed
    ├── MalformedInputError         2  a file, option or name is wrong: says where and what to do
    │   ├── UnknownIdError          2  no such claim, facet, principle, check or role
    │   └── OutputPlaceError        2  the result cannot be written there
    ├── NothingToAssessError        3  nothing to look at: never a pass
    │   ├── NotARepositoryError     3
    │   ├── UnknownRefError         3
    │   └── UnreadablePathError     3
    ├── VerificationError           5  a digest, a signature or a replay does not bear out what it should
    └── CheckContractError          1  a check broke its own declaration (a bug in Assay)

The library raises; only ``assay.cli`` turns an error into an exit code. A gate or lint that found something is no error:
it ends with 4 when it is done.
"""

FOUND_SOMETHING = 4
"""The exit code of a gate, a lint or ``--fail`` that found something."""


class AssayError(Exception):
    """Something Assay could not do; ``advice`` says what would help."""

    exit_code = 1

    def __init__(self, problem: str, *, advice: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.problem}\n{self.advice}" if self.advice else self.problem


class MalformedInputError(AssayError):
    """A file, option or value given to Assay does not have the shape it needs."""

    exit_code = 2


class UnknownIdError(MalformedInputError):
    """A claim, facet, principle, check, role or delivery model that does not exist was named."""


class OutputPlaceError(MalformedInputError):
    """The result cannot be written to the place that was asked for."""


class NothingToAssessError(AssayError):
    """There is nothing to look at, which is never a pass."""

    exit_code = 3


class NotARepositoryError(NothingToAssessError):
    """The path is no git repository."""


class UnknownRefError(NothingToAssessError):
    """The repository has no such branch, tag or commit."""


class UnreadablePathError(NothingToAssessError):
    """The path does not exist or may not be read."""


class VerificationError(AssayError):
    """What was to be verified is not borne out, or could not be: never a pass."""

    exit_code = 5


class CheckContractError(AssayError):
    """A check named a facet, strength or fact it did not declare: a bug in Assay."""

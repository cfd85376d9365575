"""The steps of ``assay form export``: what to write, into what, and whether it says what it should once written."""

import json
from dataclasses import dataclass
from pathlib import Path

from assay.cli.assessing import Asked
from assay.errors import MalformedInputError, NothingToAssessError, UnreadablePathError
from assay.facts.filled_form import FilledForm

ADVICE = (
    "Take the form as it was published, or leave --template out to have the same tables written in Assay's own words."
)


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of the form, and the claims that are not simply in their rows."""

    data: bytes
    left_alone: tuple[str, ...] = ()
    in_annex: tuple[str, ...] = ()


def ending_of(output: Path, template: Path | None) -> str:
    """The ending that decides what is written; raises MalformedInputError for another."""
    from assay.reports.filled_form import WRITERS

    ending = output.suffix.lower().removeprefix(".")
    if template is not None:
        for path in (template, output):
            if path.suffix.lower() != ".docx":
                raise MalformedInputError(
                    f"{path} does not end in .docx, and only such a form can be filled in.", advice=ADVICE
                )
        if output.exists() and template.exists() and output.samefile(template):
            raise MalformedInputError(
                f"{output} is the template itself.", advice="Write to another file, so that your copy stays blank."
            )
    elif ending not in WRITERS:
        raise MalformedInputError(
            f"{output} ends in nothing a form can be written as.",
            advice=f"Endings: {', '.join(f'.{each}' for each in WRITERS)}.",
        )
    return ending


def form_to_write(path: Path | None, assessment: Path | None, completed: Path | None, asked: Asked) -> FilledForm:
    """From an assessment made now or earlier, or from a form that was read in."""
    from assay.store.code_of_practice import load

    if completed is not None:
        if assessment is not None or path is not None:
            raise MalformedInputError("--form is written as it is: give neither PATH nor --assessment beside it.")
        from assay.assess.form_document import checked, to_write

        return to_write(checked(_json(completed), str(completed)), load())
    from assay.assess.cited_digests import cited_digests
    from assay.assess.form_answers import from_assessment

    if assessment is not None:
        from assay.cli.assessment_file import opened

        found = opened(assessment)
    else:
        from assay.assess.remembered import assess_document

        path = path or Path()
        with asked.progress() as progress:
            found = assess_document(path, asked.ref, asked.settings(), asked.cache, progress)
    if not found["subject"]["commit"]:
        raise NothingToAssessError("The repository has no commit, so there is nothing to fill a form with.")
    return from_assessment(found, load(), cited_digests(found, path) if path is not None else {})


def written(form: FilledForm, ending: str, template: Path | None, output: Path) -> Written:
    """The form as bytes, read back and compared before anybody gets it."""
    from assay.formats.forms import LARGEST, FormError
    from assay.reports.filled_form import reads_back
    from assay.reports.filled_form import written as own
    from assay.store import claim_wording, code_of_practice

    code, wording = code_of_practice.load(), claim_wording.load()
    if template is None:
        made = Written(own(form, ending, code))
    else:
        from assay.reports.filled_form.template import filled

        try:
            with template.open("rb") as stream:
                blank = stream.read(LARGEST + 1)
            if len(blank) > LARGEST:
                raise FormError("it is larger than 20 MB")
            found = filled(form, blank, code, wording)
        except OSError as error:
            raise UnreadablePathError(f"{template} cannot be read: {error.strerror}.") from None
        except FormError as error:
            raise MalformedInputError(f"{template} cannot be filled in: {error}.", advice=ADVICE) from None
        made = Written(found.data, found.left_alone, found.in_annex)
    if wrong := reads_back(form, output.name, made.data, code, wording, frozenset(made.left_alone)):
        raise MalformedInputError(
            f"The form would not say what it should, so it was not written: {'; '.join(wrong[:5])}.", advice=ADVICE
        )
    return made


def summary(form: FilledForm, made: Written, output: Path) -> str:
    """What was written and what is left to do, in a few lines."""
    counts = {
        each: sum(row.answer == each for row in form.rows)
        for each in sorted({row.answer for row in form.rows if row.answer})
    }
    open_ = [row.id for row in form.rows if row.is_open]
    lines = [f"{output} was written: " + ", ".join(f"{count} {word.lower()}" for word, count in counts.items()) + "."]
    if open_:
        lines.append(f"{len(open_)} left for a person to answer.")
    if made.in_annex:
        lines.append(f"In the annex, as the form has no row for them: {', '.join(made.in_annex)}.")
    if made.left_alone:
        lines.append(f"Filled in already and left as they were: {', '.join(made.left_alone)}.")
    return "\n".join(lines) + "\n"


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise UnreadablePathError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise MalformedInputError(f"{path} is not JSON.", advice="Make one with: assay form import FORM") from None

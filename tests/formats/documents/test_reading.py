"""What every document yields whatever its form: dates with their role, lengths of time, fillers, languages; what is no document."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.documents import DateRole, Document
from assay.formats.documents import ENDINGS, LARGEST_TEXT, DocumentError, language, read

R = DateRole


def document(text: str, name: str = "a.md") -> Document:
    return read(name, text.encode(), "d")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Version 1.2 of 2026-03-01", [("2026-03-01", R.VERSION)]),
        ("Date: 1 March 2026", [("2026-03-01", R.VERSION)]),
        ("Effective 1st March, 2026", [("2026-03-01", R.VERSION)]),
        ("Last reviewed March 1, 2026", [("2026-03-01", R.REVIEW)]),
        ("Updated: 2 Sept. 2026", [("2026-09-02", R.REVIEW)]),
        ("Approved by the board on 3rd May 2026", [("2026-05-03", R.APPROVAL)]),
        ("Next review: 2027-03-01", [("2027-03-01", R.NEXT_REVIEW)]),
        ("Expires 2027-03-01", [("2027-03-01", R.EXPIRY)]),
        ("Valid until 2027-03-01", [("2027-03-01", R.EXPIRY)]),
        ("End of life: December 31, 2027", [("2027-12-31", R.END_OF_SUPPORT)]),
        ("Supported until 2027-12-31", [("2027-12-31", R.END_OF_SUPPORT)]),
        ("Released 2026-01-01", [("2026-01-01", R.RELEASE)]),
        ("2026-01-01 (released)", [("2026-01-01", R.RELEASE)]),
        ("On 2026-01-01 it rained", [("2026-01-01", R.OTHER)]),
        ("Version 2, approved 2026-03-01, next review 2027-03-01", [("2026-03-01", R.APPROVAL), ("2027-03-01", R.NEXT_REVIEW)]),
        ("1.2 was released 2024-01-01 and ends 2026-01-01", [("2024-01-01", R.RELEASE), ("2026-01-01", R.END_OF_SUPPORT)]),
        ("Reviewed May 2026", [("2026-05-01", R.REVIEW)]),
        ("Reviewed 2026-02-30", []),
        ("Reviewed 31 April 2026", []),
        ("In 2026 we moved", []),
        ("Version 12026-01-011", []),
    ],
)  # fmt: skip
def test_dates_and_their_roles(text: str, found: list[tuple[str, DateRole]]) -> None:
    assert [(each.day.isoformat(), each.role) for each in document(text).dates] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("within 5 days", [(5.0, "day", 5.0)]),
        ("within 90-day limits", [(90.0, "day", 90.0)]),
        ("within five business days", [(5.0, "day", 5.0)]),
        ("within thirty calendar days", [(30.0, "day", 30.0)]),
        ("within forty-five days", [(45.0, "day", 45.0)]),
        ("within thirty (30) days", [(30.0, "day", 30.0)]),
        ("within 72 hours", [(72.0, "hour", 3.0)]),
        ("for 2.5 years", [(2.5, "year", 2.5 * 365.25)]),
        ("once a quarter, or an hour", [(1.0, "quarter", 91.3), (1.0, "hour", 1 / 24)]),
        ("two weeks and 6 months", [(2.0, "week", 14.0), (6.0, "month", 6 * 30.4)]),
        ("some days, daily, dayshift 5", []),
        ("version 5 today", []),
    ],
)
def test_lengths_of_time(text: str, found: list[tuple[float, str, float]]) -> None:
    assert [(each.amount, each.unit, each.days) for each in document(text).quantities] == found


def test_a_length_keeps_its_sentence() -> None:
    found = document("We answer in 2 days. We fix in 30 days! Later: 1 year.")
    assert [each.text for each in found.quantities] == ["We answer in 2 days.", "We fix in 30 days!", "Later: 1 year."]


@pytest.mark.parametrize(
    "text",
    ["[Date]", "[Your Name]", "[insert product here]", "[TBD]", "[company name]", "<your product>", "TBD", "TODO", "T.B.C", "Lorem ipsum dolor", "XX.XX", "{{ product }}", "FIXME", "security@example.com", "Use this section to tell people"],
)  # fmt: skip
def test_fillers(text: str) -> None:
    assert document(f"Owner: {text} and so on", "a.txt").fillers


@pytest.mark.parametrize("text", ["[link](https://x.example)", "[1]", "[x86]", "todos", "a <b> c", "security@x.example", "XXL"])  # fmt: skip
def test_what_is_no_filler(text: str) -> None:
    assert document(f"Owner: {text} and so on").fillers == ()


SAMPLES = {
    "en": "We look into every report that is sent to us and we will answer it within a week, or tell you why this is not the case for your report.",
    "de": "Wir prüfen die Meldung und antworten auf sie in einer Woche, wenn das nicht der Fall ist, sagen wir es und nennen den Grund für die Frist mit der Antwort.",
    "fr": "Nous regardons les rapports que vous nous envoyez et nous ne les publions pas dans une semaine, pour que les correctifs des versions soient prêts sur le site.",
    "es": "Los informes que se envían por correo se leen con cuidado, y la respuesta no tarda más que una semana, para que el equipo del proyecto pueda corregir los fallos.",
    "nl": "Wij lezen het bericht en sturen een antwoord van de ploeg op de dag dat het bericht is ontvangen, voor zover dat niet te laat is met het oog op de fout.",
    "it": "Le segnalazioni che non sono di interesse per il gruppo sono chiuse con una nota, e i messaggi del gruppo è per gli altri una fonte di notizie.",
    "pt": "Os relatórios que não são do projeto com uma falha são enviados por uma pessoa da equipa, e o prazo do projeto é para que os erros se corrijam em uma semana.",
    "pl": "Jest to zgłoszenie, które nie jest z naszej strony i na które od razu nie odpowiadamy, jak i do tego, że przez tydzień się to zmienia w projekcie z nami.",
    "ja": "脆弱性を見つけた場合はこちらに報告してください。",
    "zh": "如果您发现安全漏洞请通过电子邮件向我们报告我们会尽快答复并在修复后发布公告谢谢您的帮助和支持",
    "ru": "Если вы нашли уязвимость, напишите нам на почту, и мы ответим вам в течение недели или раньше.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_languages(code: str) -> None:
    assert language(SAMPLES[code]) == code


@pytest.mark.parametrize("text", ["", "Short text.", "0 1 2 3 " * 20, "kwrt plmn " * 30])
def test_languages_that_cannot_be_told(text: str) -> None:
    assert language(text) == ""


def test_encodings() -> None:
    for data in ("é ü".encode(), "\ufeffé ü".encode(), "é ü".encode("utf-16")):
        assert [each.text for each in read("a.txt", data, "d").passages] == ["é ü"]
    assert read("a.txt", b"caf\xe9", "d").passages[0].text == "caf\ufffd"


@pytest.mark.parametrize("name", ["a.md", "a.rst", "a.adoc", "a.txt", "a.html", "README"])
def test_what_is_no_text_is_refused(name: str) -> None:
    with pytest.raises(DocumentError, match="not text"):
        read(name, b"\x89PNG\r\n\x1a\n\0\0\0", "d")
    with pytest.raises(DocumentError, match="larger than 2 MB"):
        read(name, b"a" * (LARGEST_TEXT + 1), "d")


@given(st.sampled_from(sorted(ENDINGS)), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_our_own_error(ending: str, data: bytes) -> None:
    try:
        found = read(f"a.{ending}" if ending else "README", data, "d")
    except DocumentError:
        return
    assert found.format in ENDINGS | {"text"}


TRAPS = ["within " * 20_000, "1-" * 40_000, "[date" * 20_000, "{{" * 40_000, "a@" * 40_000, "a." * 40_000, "x@x." + "x." * 40_000, "http://" * 15_000, "(at)" * 20_000, "1 March " * 10_000, "thirty (" * 10_000, "review " * 10_000 + "2026-01-01", "2026-01-01 " * 5_000, "T.B." * 20_000, "X" * 60_000]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
def test_traps_for_patterns_do_no_harm(text: str) -> None:
    found = document(text, "a.txt")
    assert len(found.dates) + len(found.quantities) + len(found.fillers) + len(found.references) <= len(text)


def test_real_policies_are_read(shared_data: Path) -> None:
    """Every word of prose outside code, quotations and remarks is in a passage, a heading or a link."""
    files = sorted((shared_data / "samples" / "security-policy").iterdir())
    assert files
    for file in files:
        found = read(file.name, file.read_bytes(), "d")
        assert found.passages, file.name
        words = len(" ".join([found.text, *(each.text for each in found.headings)]).split())
        text = file.read_text(encoding="utf-8", errors="replace")
        assert words >= 0.5 * len(text.split()), file.name
        assert found.language in ("en", ""), file.name

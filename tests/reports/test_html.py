"""The report as one page: whole in itself, escaped, linked both ways, readable by everybody and on paper."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from lxml import html as reader

from assay.reports import html
from assay.reports.columns import printable
from assay.reports.text import SIGNS
from assay.store.code_of_practice import load
from assay.testing.extremes import ATTACKS, CONTROL

Document = Mapping[str, Any]
CODE = load()
VERDICTS = ("met", "partly-met", "not-met", "no-evidence", "not-applicable")
ENOUGH_CONTRAST = 4.5
PAIRS = [
    ("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("ink", "band"), ("soft", "band"), ("link", "band"), *((each, "paper") for each in VERDICTS),
]  # fmt: skip
ELEMENTS = {
    "a", "body", "br", "caption", "code", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "head", "header", "html", "li", "main", "meta", "nav", "ol", "p", "section",
    "small", "span", "strong", "style", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-hidden", "aria-label", "aria-labelledby", "charset", "class", "content", "href", "http-equiv", "id", "lang", "name", "role", "scope", "style", "title",
}  # fmt: skip


def rendered(found: Document) -> str:
    """The page as text."""
    return html.render(found, CODE)


@pytest.fixture
def page(found: Document) -> reader.HtmlElement:
    """The page as a browser reads it."""
    return parsed(found)


def parsed(found: Document) -> reader.HtmlElement:
    """The page as a browser reads it."""
    return reader.document_fromstring(rendered(found).encode(), parser=reader.HTMLParser(encoding="utf-8"))


def said(element: reader.HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(str(element.text_content()).split())


def ids(page: reader.HtmlElement) -> list[str]:
    """Every id in order."""
    return [str(each) for each in page.xpath("//@id")]


def links(element: reader.HtmlElement) -> list[str]:
    """Ids an element links to."""
    return [str(each).removeprefix("#") for each in element.xpath(".//a/@href")]


def test_page_is_whole_in_itself(found: Document, page: reader.HtmlElement) -> None:
    assert {each.tag for each in page.iter() if isinstance(each.tag, str)} <= ELEMENTS
    assert {name for each in page.iter() for name in each.attrib} <= ATTRIBUTES
    assert all(str(each).startswith("#") for each in page.xpath("//@href"))
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'"
    ]
    assert not re.search(r"url\(|@import|expression", _style(found))


def test_hostile_text_is_text(of: Callable[[str], Document]) -> None:
    """Elements and attributes are those of a page without attacks; every attack is there to be read."""
    hostile = parsed(of("hostile"))
    assert not re.search(CONTROL, rendered(of("hostile")).replace("\n", ""))
    text = "".join(said(hostile).split())
    for attack in ATTACKS:
        assert "".join(printable(attack).split()) in text
    assert len(hostile.xpath("//style")) == 1
    assert not hostile.xpath("//comment()")
    assert hostile.xpath("//@style") == parsed(of("empty")).xpath("//@style")
    assert set(map(str, hostile.xpath("//@class"))) <= set(map(str, parsed(of("rich")).xpath("//@class"))) | set(
        VERDICTS
    )


def test_ids_are_unique_and_every_link_arrives(page: reader.HtmlElement) -> None:
    assert len(ids(page)) == len(set(ids(page)))
    assert [each for each in links(page) if each not in ids(page)] == []
    labels = [str(each) for each in page.xpath("//@aria-labelledby")]
    assert [each for each in labels if each not in ids(page)] == []


def test_claim_facet_observation_and_place_are_linked_both_ways(found: Document, page: reader.HtmlElement) -> None:
    observations = page.xpath("//section[starts-with(@id, 'observation-')]")
    seen = {(e["check"], e["object"], e["says"], str(e["locations"])) for c in found["claims"] for side in ("for", "against") for e in c[side]}  # fmt: skip
    assert len(observations) == len(seen)
    for claim in found["claims"]:
        for facet in claim["facets"]:
            row = page.get_element_by_id(_facet(facet["id"]))
            assert row.xpath(f"ancestor::section[@id='claim-{claim['id']}']")
            touching = {e["check"] for side in ("for", "against") for e in claim[side] if facet["id"] in e["facets"]}
            assert {_check(page, each) for each in links(row)} == touching
            for each in links(row):
                assert _facet(facet["id"]) in links(page.get_element_by_id(each))
    for each in observations:
        touched = [name for name in links(each) if name.startswith("facet-")]
        places = [name for name in links(each) if name.startswith("place-")]
        assert touched
        for name in touched:
            assert each.get("id") in links(page.get_element_by_id(name))
        for name in places:
            assert each.get("id") in links(page.get_element_by_id(name).getnext())


def test_place_names_file_and_line(of: Callable[[str], Document]) -> None:
    page = parsed(of("rich"))
    link = next(each for each in page.xpath("//a") if said(each) == "gantry/settings.py:3")
    place = page.get_element_by_id(str(link.get("href")).removeprefix("#"))
    assert said(place) == "gantry/settings.py"
    observation = next(each for each in link.iterancestors("section")).get("id")
    assert f"line 3: observation {str(observation).rpartition('-')[2]}" in said(place.getnext())


def test_every_finding_statement_exception_and_gap_is_on_the_page(found: Document, page: reader.HtmlElement) -> None:
    text = said(page)
    for claim in found["claims"]:
        for each in (*claim["for"], *claim["against"]):
            assert _plain(each["says"]) in text
            assert _plain(each["fix"]) in text
        for each in claim["unread"]:
            assert _plain(f"{each['fact']}: {each['reason']}. Would show it: {each['would_show']}") in text
    for each in found["unread"]:
        assert _plain(f"{each['fact']}: {each['reason']}. Would show it: {each['would_show']}") in text
    for each in found["profile"]["statements"]:
        assert _plain(each["says"]) in text
    for each in found["profile"]["accepted_risks"]:
        assert _plain(each["reason"]) in text


def test_language_title_and_landmarks(page: reader.HtmlElement) -> None:
    assert page.get("lang") == "en-GB"
    assert page.xpath("//meta/@charset") == ["utf-8"]
    assert len(page.xpath("//title")) == len(page.xpath("//h1")) == 1
    assert said(page.xpath("//title")[0]) == said(page.xpath("//h1")[0])
    for landmark in ("header", "main", "footer", "nav[@aria-label]"):
        assert len(page.xpath(f"//{landmark}")) == 1
    first = page.xpath("//body//a")[0]
    assert (said(first), first.get("href")) == ("Skip to the verdicts", "#main")


def test_title_names_the_product(of: Callable[[str], Document]) -> None:
    assert said(parsed(of("rich")).xpath("//h1")[0]) == "What Gantry shows about the Software Security Code of Practice"
    assert said(parsed(of("empty")).xpath("//h1")[0]).startswith("What empty shows about")


def test_headings_step_down_one_at_a_time(page: reader.HtmlElement) -> None:
    levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert all(said(each) for each in page.xpath("//h1|//h2|//h3|//h4"))


def test_tables_say_what_their_rows_and_columns_are(page: reader.HtmlElement) -> None:
    tables = page.xpath("//table")
    assert len(tables) == 47
    for table in tables:
        assert said(table.xpath("./caption")[0])
        assert table.xpath("./thead/tr/th/@scope") == ["col"] * len(table.xpath("./thead/tr/*"))
        for row in table.xpath("./tbody/tr"):
            assert [each.tag for each in row] == ["th"] + ["td"] * (len(table.xpath("./thead/tr/*")) - 1)
            assert row[0].get("scope") == "row"


def test_picture_of_all_claims_can_be_read_aloud(found: Document, page: reader.HtmlElement) -> None:
    """Without its colours and signs each square still says claim and verdict, and its row says which principle it is of."""
    verdicts = {each["id"]: each["verdict"] for each in found["claims"]}
    rows = page.xpath("//ul[contains(@class, 'picture')]")
    assert [row.get("aria-label") for row in rows] == [f"Claims of principle {each.id}" for each in CODE.principles]
    assert {row.get("role") for row in rows} == {"list"}
    squares = [square for row in rows for square in row.xpath("./li/a")]
    assert len(squares) == 46
    for square in squares:
        claim = str(square.get("href")).removeprefix("#claim-")
        for sign in square.xpath(".//*[@aria-hidden='true']"):
            assert said(sign) == SIGNS[verdicts[claim]]
            sign.text = ""
        assert " ".join(square.itertext()).split() == [claim, *verdicts[claim].split()]


def test_colour_never_stands_alone(page: reader.HtmlElement) -> None:
    coloured = page.xpath(
        "//*[contains(@class, 'met') or contains(@class, 'no-evidence') or contains(@class, 'not-app')]"
    )
    assert len(coloured) > 100
    for each in coloured:
        word = next(name for name in str(each.get("class")).split() if name in VERDICTS).replace("-", " ")
        assert word in " ".join(" ".join(each.itertext()).split())


@pytest.mark.parametrize("preference", ["light", "dark"])
@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_contrast_is_enough(front: str, back: str, medium: str, preference: str, of: Callable[[str], Document]) -> None:
    colours = _colours(_style(of("empty")), medium, preference)
    assert _contrast(colours[front], colours[back]) >= ENOUGH_CONTRAST


def test_contrast_is_computed_as_defined() -> None:
    assert round(_contrast("#000", "#fff"), 2) == 21
    assert round(_contrast("#767676", "#ffffff"), 2) == 4.54
    assert _contrast("#777", "#fff") < ENOUGH_CONTRAST


def test_style_uses_no_colour_that_is_not_tried(of: Callable[[str], Document]) -> None:
    style = _style(of("empty"))
    declared = set(re.findall(r"--([\w-]+):", style))
    assert declared == {each for pair in PAIRS for each in pair} | {"line"}
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", style)) == set(re.findall(r"--[\w-]+: (#[0-9a-f]{3,6})\b", style))
    used = re.findall(r"(?<![\w-])(?:color|background): ([^;}]+)", style)
    assert {each.strip() for each in used} <= {f"var(--{each})" for each in declared} | {"inherit"}


def test_paper_is_thought_of(of: Callable[[str], Document]) -> None:
    style = _style(of("empty"))
    printed = style.partition("@media print")[2]
    assert "nav, .skip { display: none; }" in printed
    assert "break-inside: avoid-page" in printed
    assert _colours(style, "screen", "dark")["paper"] != _colours(style, "screen", "light")["paper"]
    light, dark = (_colours(style, "print", each) for each in ("light", "dark"))
    assert light == dark, "paper is white, whatever the screen was"
    assert light["paper"] == "#fff"


def test_keyboard_sees_where_it_is(of: Callable[[str], Document]) -> None:
    assert re.search(r"a:focus-visible[^{]*\{ outline: 3px", _style(of("empty")))


def test_no_percentage_and_no_score(of: Callable[[str], Document]) -> None:
    for name in ("rich", "empty"):
        text = said(parsed(of(name)).xpath("//body")[0])
        assert "There is no score: each claim stands for itself." in text
        assert not re.search(r"\d ?%|\bper ?cent|(?<!no )\bscore(?!card)|\brating|\bgrade", text, re.IGNORECASE)


def test_one_is_never_many(of: Callable[[str], Document]) -> None:
    assert "1 days" not in said(parsed(of("rich")))


def _facet(facet: str) -> str:
    return "facet-" + re.sub(r"\W", "-", facet)


def _check(page: reader.HtmlElement, observation: str) -> str:
    return said(page.get_element_by_id(f"{observation}-title")).rpartition(": ")[2]


def _plain(text: str) -> str:
    return " ".join(printable(text).split())


def _style(found: Document) -> str:
    return str(parsed(found).xpath("//style")[0].text)


def _colours(style: str, medium: str, preference: str) -> dict[str, str]:
    """The value of every colour of the sheet where it is shown, later rules winning."""
    found: dict[str, str] = {}
    for condition, block in _roots(style):
        if condition in ("", f"(prefers-color-scheme: {preference})", medium):
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
    return found


def _roots(style: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"(?:@media ([^{]+?) \{ )?:root \{([^}]*)\}", style):
        yield match[1] or "", match[2]


def _contrast(front: str, back: str) -> float:
    """The ratio WCAG 2 defines."""
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    pairs = [each * 2 for each in digits] if len(digits) == 3 else [digits[n : n + 2] for n in (0, 2, 4)]
    parts = [int(each, 16) / 255 for each in pairs]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

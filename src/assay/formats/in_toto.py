"""In-toto statements in whatever they are wrapped: their subjects, and the predicates that say how something was made.

Real files break the published models (old statement types, fields the models do not have), so what is needed is read and the rest
left alone. Nothing here is verified.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from assay.facts.attestations import Provenance, Sealed, Statement, Subject, Summary
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

STATEMENT = re.compile(r"https://in-toto\.io/Statement/v(0\.1|1(\.\d+)?)$")
PAYLOAD_TYPE = "application/vnd.in-toto+json"
PROVENANCE = re.compile(r"https://slsa\.dev/provenance/v(0\.[12]|1(\.\d+)?)$")
SUMMARY = re.compile(r"https://slsa\.dev/verification_summary/v(0\.[12]|1(\.\d+)?)$")
CYCLONEDX = re.compile(r"https://(www\.)?cyclonedx\.org/(bom|schema|specification)\b")
SPDX = re.compile(r"https://spdx\.(dev|org)/Document\b")
COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
HEX = re.compile(r"[0-9a-f]{32,128}")
MOST_LINES = 1000
LARGEST_PAYLOAD = 50_000_000


def values(raw: Raw) -> list[dict[str, Any]]:
    """The JSON objects of a file: one, or one on every line. Empty where any part is something else, as in a file cut off."""
    if raw.json is not None:
        found = raw.json if isinstance(raw.json, list) else [raw.json]
        return found if found and all(isinstance(each, dict) for each in found) else []
    lines = [line for line in raw.data.splitlines() if line.strip()] if raw.data.lstrip()[:1] == b"{" else []
    if not 1 < len(lines) <= MOST_LINES:
        return []
    try:
        found = [msgspec.json.decode(line) for line in lines]
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return []
    return found if all(isinstance(each, dict) for each in found) else []


def is_statement(value: dict[str, Any]) -> bool:
    """Whether it is a statement that nothing is wrapped around."""
    return bool(STATEMENT.match(texts(value.get("_type"))))


def is_envelope(value: dict[str, Any]) -> bool:
    """Whether it is a DSSE envelope; real ones lack signatures at times, and then vouch for nothing."""
    return {"payload", "payloadType"} <= value.keys() and isinstance(value.get("signatures", []), list)


def sealed_envelope(
    value: dict[str, Any], place: str, form: str = "envelope", whole: dict[str, Any] | None = None
) -> Sealed:
    """An envelope, or what is wrapped around it (``whole``), with the statement inside."""
    if value.get("payloadType") != PAYLOAD_TYPE:
        raise ResultError(f"{place}payloadType: {texts(value.get('payloadType'))[:60]!r} is no in-toto statement")
    payload = texts(value.get("payload"))
    if len(payload) > LARGEST_PAYLOAD:
        raise ResultError(f"{place}payload: it is larger than {LARGEST_PAYLOAD // 1_000_000} MB")
    try:
        found = msgspec.json.decode(decoded(payload))
    except (binascii.Error, ValueError, RecursionError):
        raise ResultError(f"{place}payload: it is no JSON in base64") from None
    return Sealed(form, msgspec.json.encode(whole or value).decode(), statement(mapped(found), f"{place}payload."))


def decoded(text: str) -> bytes:
    """Base64 of either alphabet, as envelopes may carry."""
    return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)


def statement(value: dict[str, Any], place: str = "") -> Statement:
    """Raises ResultError where there is no statement, or none of a file."""
    if not is_statement(value):
        raise ResultError(f"{place}_type: {texts(value.get('_type'))[:60]!r} is no statement")
    subjects = tuple(_subject(mapped(each)) for each in listed(value.get("subject")))
    if not any(each.digests for each in subjects):
        raise ResultError(f"{place}subject: no file with a digest is named")
    kind = texts(value.get("predicateType")).strip('"')
    predicate = mapped(value.get("predicate"))
    bill_kind = "cyclonedx" if CYCLONEDX.match(kind) else "spdx" if SPDX.match(kind) else ""
    bill = mapped(predicate.get("Data")) or predicate
    return Statement(
        subjects=subjects,
        predicate_type=kind,
        provenance=_provenance(predicate) if PROVENANCE.match(kind) else None,
        summary=_summary(predicate) if SUMMARY.match(kind) else None,
        bill=msgspec.json.encode(bill).decode() if bill_kind and bill else "",
        bill_kind=bill_kind if bill else "",
    )


def _subject(said: dict[str, Any]) -> Subject:
    digests = {
        algorithm: digest.lower()
        for algorithm, digest in mapped(said.get("digest")).items()
        if isinstance(digest, str) and HEX.fullmatch(digest.lower())
    }
    return Subject(texts(said.get("name")) or texts(said.get("uri")), digests)


def _summary(predicate: dict[str, Any]) -> Summary:
    result = texts(predicate.get("verificationResult")) or texts(predicate.get("verification_result"))
    levels = predicate.get("verifiedLevels")
    return Summary(
        verifier=texts(mapped(predicate.get("verifier")).get("id")),
        passed=result == "PASSED",
        resource=texts(predicate.get("resourceUri")),
        levels=tuple(map(texts, listed(levels))),
    )


def _provenance(predicate: dict[str, Any]) -> Provenance:
    if "buildDefinition" in predicate or "runDetails" in predicate:
        return _provenance_v1(predicate)
    source = mapped(mapped(predicate.get("invocation")).get("configSource"))
    uri, commit = texts(source.get("uri")), _commit(source)
    if not commit:
        uri, commit = next(_sources(predicate.get("materials")), (uri, ""))
    return Provenance(
        builder=texts(mapped(predicate.get("builder")).get("id")),
        repository=repository(uri),
        commit=commit,
        workflow=texts(source.get("entryPoint")),
        ref=_ref(uri),
    )


def _provenance_v1(predicate: dict[str, Any]) -> Provenance:
    definition = mapped(predicate.get("buildDefinition"))
    outer = mapped(definition.get("externalParameters"))
    workflow = mapped(outer.get("workflow"))
    named = repository(
        texts(workflow.get("repository")) or texts(outer.get("source")) or texts(outer.get("repository"))
    )
    sources = list(_sources(definition.get("resolvedDependencies")))
    uri, commit = next((each for each in sources if repository(each[0]) == named), next(iter(sources), ("", "")))
    return Provenance(
        builder=texts(mapped(mapped(predicate.get("runDetails")).get("builder")).get("id")),
        repository=named or repository(uri),
        commit=commit,
        workflow=texts(workflow.get("path")),
        ref=texts(workflow.get("ref")) or _ref(uri),
    )


def _sources(materials: object) -> Iterator[tuple[str, str]]:
    """(address, commit) of the materials that are a state of a git repository."""
    for each in map(mapped, listed(materials)):
        if commit := _commit(each):
            yield texts(each.get("uri")), commit


def _commit(material: dict[str, Any]) -> str:
    digest = mapped(material.get("digest"))
    is_git = texts(material.get("uri")).startswith(("git+", "https://github.com/", "https://gitlab.com/"))
    for name in ("gitCommit", "gitcommit", *(("sha1", "sha256") if is_git else ())):
        if COMMIT.fullmatch(texts(digest.get(name)).lower()):
            return texts(digest[name]).lower()
    return ""


def repository(uri: str) -> str:
    """The address of a repository without the way it is fetched and the revision."""
    plain = re.sub(r"^(git\+|scm:git:)|@refs/.*$", "", uri)
    plain = re.sub(r"(?<=[^/])@[^@/]*$", "", plain) if plain.count("/") > 2 else plain
    return plain.partition("#")[0].removesuffix(".git").rstrip("/")


def _ref(uri: str) -> str:
    return uri.rpartition("@")[2] if "@refs/" in uri else ""

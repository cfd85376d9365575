"""A Sigstore trust root handed over, for a Sigstore service of one's own: it is used beside the one the library brings."""

from assay.formats.results.raw import Raw, ResultError, listed, texts

TITLE = "Sigstore trust root"
MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot"


def recognises(raw: Raw) -> bool:
    """By the media type it states."""
    return texts(raw.fields.get("mediaType")).startswith(MEDIA_TYPE)


def read(raw: Raw) -> tuple[str, ...]:
    """Its text. Raises ResultError where it names no authority and no log."""
    if not listed(raw.fields.get("certificateAuthorities")) or not listed(raw.fields.get("tlogs")):
        raise ResultError("certificateAuthorities or tlogs: there is none")
    return (raw.data.decode("utf-8", "replace"),)

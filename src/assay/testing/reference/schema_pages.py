"""Tables of fields from a published JSON schema, for the reference pages of the profile and of the assessment."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assay.store.code_of_practice import schema

Schema = Mapping[str, Any]


def page(name: str, title: str, opening: str) -> str:
    """The page on the schema called ``name``: one table of the top, then one per shape it names."""
    whole = json.loads(schema(name))
    shapes = {each: shape for each, shape in whole["$defs"].items() if shape.get("properties")}
    lines = [f"# {title}", "", opening, "", "## The top", "", *_table(whole, shapes)]
    for each, shape in shapes.items():
        lines += ["", f"## {_worded(each)}", "", *_table(shape, shapes)]
    simple = {each: shape for each, shape in whole["$defs"].items() if each not in shapes}
    lines += ["", "## Values", "", "| Name | Is |", "|---|---|"]
    lines += [f"| {_worded(each)} | {_kind(shape, shapes)} |" for each, shape in simple.items()]
    return "\n".join(lines) + "\n"


def _table(shape: Schema, shapes: Schema) -> list[str]:
    rows = ["| Field | Is | | Meaning |", "|---|---|---|---|"]
    for path, field, required in _fields(shape, ""):
        need = "required" if required else ""
        rows.append(f"| `{path}` | {_kind(field, shapes)} | {need} | {_cell(field.get('description', ''))} |")
    return rows


def _fields(shape: Schema, above: str) -> Iterator[tuple[str, Schema, bool]]:
    """Every field with its dotted path, fields of objects and of lists of objects included."""
    for name, field in shape.get("properties", {}).items():
        yield f"{above}{name}", field, name in shape.get("required", ())
        yield from _fields(field, f"{above}{name}.")
        yield from _fields(field.get("items", {}), f"{above}{name}[].")


def _kind(field: Schema, shapes: Schema) -> str:
    """What a value is, in words; a shape of its own is linked."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{_worded(name)}](#{_anchor(name)})" if name in shapes else _worded(name)
    if "oneOf" in field:
        return " or ".join(_kind(each, shapes) for each in field["oneOf"])
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{_cell(json.dumps(each))}`" for each in field["enum"])
    kind = field.get("type", "any")
    if kind == "array":
        return f"list of {_kind(field.get('items', {}), shapes)}"
    word = " or ".join([kind] if isinstance(kind, str) else kind)
    limits = (("pattern", "like `{}`"), ("minLength", "at least {} long"), ("format", "as a {}"))
    return ", ".join([word, *(says.format(_cell(str(field[limit]))) for limit, says in limits if limit in field)])


def _worded(name: str) -> str:
    return name.replace("_", " ")


def _anchor(name: str) -> str:
    return name.replace("_", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

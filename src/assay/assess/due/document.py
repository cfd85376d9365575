"""An outlook as the published JSON document (schema ``due``): what its reports read."""

from typing import Any

from assay.assess.due.item import Item
from assay.assess.due.outlook import Outlook

SCHEMA = "assay-due/1"


def document(outlook: Outlook) -> dict[str, Any]:
    """Plain data, the items by day."""
    now = outlook.now
    return {
        "schema": SCHEMA,
        "tool": now.tool,
        "as_of": outlook.as_of.isoformat(),
        "until": outlook.until.isoformat(),
        "subject": {
            "path": now.subject.path.rstrip("/").rpartition("/")[2] or now.subject.path,
            "commit": now.subject.commit,
            "ref": now.subject.ref,
        },
        "product": now.profile.product,
        "profile": now.profile.source,
        "overdue": len(outlook.overdue),
        "items": [_item(each, outlook) for each in outlook.items],
        "unread": [{"fact": each.source, "reason": each.reason, "would_show": each.would_show} for each in outlook.unread],
    }  # fmt: skip


def _item(item: Item, outlook: Outlook) -> dict[str, Any]:
    return {
        "on": item.on.isoformat(),
        "days": (item.on - outlook.as_of).days,
        "kind": item.kind.value,
        "says": item.says,
        "owner": item.owner,
        "claims": list(item.claims),
        "places": list(item.places),
        "do": item.do,
        "falls": [{"claim": fall.claim, "from": fall.before, "to": fall.after} for fall in item.falls],
    }

"""What falls due in a product's assessment, who sees to it, and which verdicts fall if nobody does."""

from assay.assess.due.outlook import Outlook, look_ahead

__all__ = ["Outlook", "look_ahead"]

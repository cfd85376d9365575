"""What people at Millrace state about Hallkeeper, and what each of them cites: the text of ``assay.toml``."""

from assay.testing.exemplary import records

_HEAD = """\
schema = 1

[organisation]
name = "Millrace Software Ltd"
senior_responsible_owner = "Cleo Warden"

[product]
name = "Hallkeeper"
role = "developer-distributor"
delivery = ["container"]
"""

CLEO = ("Cleo Warden", "Managing Director")
DAN = ("Dan Keeper", "Security Lead")
ADA = ("Ada Builder", "Lead Developer")
BEN = ("Ben Maker", "Developer")
EVE = ("Eve Porter", "Head of Customer Care")

Person = tuple[str, str]
_DEVELOPMENT: tuple[tuple[Person, str, str, str, str], ...] = (
    (DAN, "1.1.1/a", "Our own framework for secure development is written down and in reach of everybody.", "framework.md", ""),
    (DAN, "1.1.1/b", "The framework covers all seven topics with our own rules for each.", "framework.md", ""),
    (CLEO, "1.1.1/c", "I approved the framework and Dan Keeper reviewed it this month.", "framework.md", ""),
    (DAN, "1.1.2/a", "Everybody who develops Hallkeeper was trained, and each course is on record.", "training.csv", ""),
    (DAN, "1.1.2/b", "The courses dealt with our framework, Python and CodeQL.", "training.csv", ""),
    (DAN, "1.1.2/c", "Every author of the last ninety days is in the register of training.", "training.csv", ""),
    (BEN, "1.1.3/d", "The list of tools is complete, editors and hosted services included.", "tools.md", ""),
    (ADA, "1.1.4/b", "Pipelines, image, locks and rules are under version control in this repository.", "controlled-items.md", ""),
    (ADA, "1.1.4/d", "No controlled item is missing from the list.", "controlled-items.md", ""),
)

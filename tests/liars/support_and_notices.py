"""Words about support, updates and notice that commit to too little, to nothing, or to something else."""

from assay.testing.corpus import Liar

README = "# Anchor\n\nAnchor holds.\n"
GOOD_NOTICE = "# Support\n\n| Version | Released | End of support |\n|---|---|---|\n| 5.x | 2025-05-01 | 2028-04-30 |\n| 4.x | 2023-05-01 | 2027-12-31 |\n\nWe announce the end of support of a version at least twelve months before it.\n"

REPOSITORIES = (
    Liar(
        name="thirty days of notice",
        pretends="A clear promise of notice before support ends, and of the wrong length.",
        baits=("4.2.1/a", "4.2.1/b"),
        files={
            "README.md": README,
            "SUPPORT.md": "# Support\n\nWe announce the end of support of a version at least thirty days before it, by mail to every customer. After these 30 days no security updates are made.\n",
        },
    ),
    Liar(
        name="twelve months of something else",
        pretends="Twelve months are mentioned: invoices are kept that long. Support may end on any day.",
        baits=("4.2.1/a", "4.2.1/b", "4.1.1/a"),
        files={
            "README.md": README,
            "SUPPORT.md": "# Support\n\nInvoices and log files are kept for twelve months, and licences are sold for one year. We may end the support of any version at any time and without notice.\n",
        },
    ),
    Liar(
        name="a year of notice if it suits",
        pretends="The notice is an aim, where possible, with all rights reserved.",
        baits=("4.2.1/a",),
        files={
            "README.md": README,
            "SUPPORT.md": "# Support\n\nWhere possible we aim to give up to twelve months of notice before the end of support. We reserve the right to end support earlier, or at once, at our own discretion.\n",
        },
    ),
    Liar(
        name="support for as long as we like",
        pretends="A support page without a date, a version or a rule.",
        baits=("4.1.1/a", "4.1.2/a", "4.1.2/b"),
        files={
            "README.md": README,
            "SUPPORT.md": "# Support and updates\n\nThe latest version is supported for as long as we see fit. Updates appear when they are ready. Please watch this page from time to time, and ask your dealer.\n",
        },
    ),
    Liar(
        name="an end that came without warning",
        pretends="A table of dates that shows end of support on the day of its announcement.",
        baits=("4.2.1/b",),
        files={
            "README.md": README,
            "SUPPORT.md": GOOD_NOTICE.replace(
                "| 4.x | 2023-05-01 | 2027-12-31 |", "| 4.x | 2023-05-01 | 2026-09-15 |"
            ).replace("at least twelve months before it", "when it has come"),
            "CHANGELOG.md": "# Changes\n\n## 5.1 (2026-09-15)\n\nSupport for 4.x ends today. It was not announced before.\n",
        },
    ),
    Liar(
        name="a security guide about the building",
        pretends="Authentication, backup, ports and updates occur in a document about an office.",
        baits=("4.1.3/a", "4.1.3/b"),
        files={
            "README.md": README,
            "docs/secure-use.md": "# Secure use of our office\n\nVisitors show their badge at the door. The backup generator is behind the house. All ports of the harbour are closed at night. The guard updates the visitor list.\n",
        },
    ),
)

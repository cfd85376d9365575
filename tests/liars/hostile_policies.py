"""Policies that name a way to report and make sure that nobody takes it."""

from assay.testing.corpus import Liar

README = "# Buoy\n\nBuoy marks channels.\n"
KIND = """# Security policy

This policy covers Buoy 4 and later; the shop is out of scope. Report a vulnerability to security@buoy.example and tell us the version,
the steps and the harm. A person answers within four working days and keeps you informed every two weeks. We take no legal action against
research in good faith. We agree the day of publication with you and name you in the advisory if you wish.
"""

REPOSITORIES = (
    Liar(
        name="a policy that threatens",
        pretends="Scope, address, days and advisories, and a lawyer behind each of them.",
        baits=("3.2.1/b",),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy

This policy covers Buoy 4 and later; the shop is out of scope. Report a vulnerability to security@buoy.example. You get an answer within
four working days. Anyone who tests our systems without a written contract commits an offence, and we will report them to the police. We
publish advisories and coordinate disclosure. Publication without our permission will be prosecuted.
""",
        },
        truth={"SECURITY.md": KIND},
    ),
    Liar(
        name="a policy that threatens politely",
        pretends="The threat is worded as a reservation of rights and as a term of the licence.",
        baits=("3.2.1/b",),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy

This policy covers Buoy 4 and later. Report a vulnerability to security@buoy.example and expect an answer within four working days. Looking
for vulnerabilities in Buoy breaches our licence, and we enforce our licence. We reserve all legal remedies against persons who search for,
describe or publish weaknesses, whether or not they acted in good faith. Our solicitors will contact you about damages. Advisories are
published for customers; we coordinate with nobody else.
""",
        },
        truth={"SECURITY.md": KIND},
    ),
    Liar(
        name="the public tracker as the only door",
        pretends="A friendly policy whose one channel is open to everybody.",
        baits=("3.2.2/a",),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy

We are glad about every report of a vulnerability. Please open a public issue in our tracker for each security problem, with the steps to
use it, so that everybody can follow. For orders write to sales@buoy.example. The maintainers look at new issues every Tuesday.
""",
        },
        truth={"SECURITY.md": KIND},
    ),
    Liar(
        name="a policy without any answer",
        pretends="Numbers of days in a text that says that no answer comes within any of them.",
        baits=("3.2.1/b",),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy

Report a vulnerability to security@buoy.example if you must. You will not receive a response within 30 days, nor an acknowledgement within
90 days. We do not say which versions are in scope, and we do not publish advisories or give credit.
""",
        },
        truth={"SECURITY.md": KIND},
    ),
    Liar(
        name="a policy nobody can see",
        pretends="The whole policy stands in an HTML comment, a code block and a quotation; the page shows a title.",
        baits=("3.2.1/a", "3.2.1/b", "3.2.2/a"),
        files={
            "README.md": README,
            "SECURITY.md": "# Security\n\n<!--\n"
            + KIND
            + "-->\n\n```\n"
            + KIND
            + "```\n\n"
            + "".join(f"> {line}\n" for line in KIND.splitlines()),
        },
        truth={"SECURITY.md": KIND + "\n" + KIND.replace("# Security policy", "## In short")},
    ),
    Liar(
        name="a private form that was closed",
        pretends="Links to private advisories and to a bounty platform, in sentences saying that they are closed.",
        baits=("3.2.2/a",),
        files={
            "README.md": README,
            "SECURITY.md": """# Reporting a vulnerability

We no longer accept reports through https://github.com/buoy/buoy/security/advisories/new, and private vulnerability reporting is switched
off. Our programme at https://hackerone.com/buoy has been closed since 2023. The mailbox security@buoy.example was shut down.
""",
        },
        truth={
            "SECURITY.md": "# Reporting a vulnerability\n\nUse https://github.com/buoy/buoy/security/advisories/new: what you report there stays between us until a fix is out.\n"
        },
    ),
)

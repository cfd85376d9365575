"""Templates: the words are there, the facts were never filled in."""

from assay.testing.corpus import Liar

README = "# Harbour\n\nHarbour books berths.\n"

REPOSITORIES = (
    Liar(
        name="the forge's own policy template",
        pretends="SECURITY.md as the forge offers it, with its version table and its advice to the author.",
        baits=("3.2.1/a", "3.2.1/b", "3.2.2/a", "4.1.1/a"),
        files={
            "README.md": README,
            "SECURITY.md": """# Security Policy

## Supported Versions

Use this section to tell people about which versions of your project are
currently being supported with security updates.

| Version | Supported          |
| ------- | ------------------ |
| 5.1.x   | :white_check_mark: |
| 5.0.x   | :x:                |
| 4.0.x   | :white_check_mark: |
| < 4.0   | :x:                |

## Reporting a Vulnerability

Use this section to tell people how to report a vulnerability.

Tell them where to go, how often they can expect to get an update on a
reported vulnerability, what to expect if the vulnerability is accepted or
declined, etc.
""",
        },
    ),
    Liar(
        name="a policy full of square brackets",
        pretends="A complete policy of a lawyer's kind in which company, address and days are still brackets.",
        baits=("3.2.1/a", "3.2.1/b", "3.2.2/a"),
        files={
            "README.md": README,
            "SECURITY.md": """# Vulnerability disclosure policy of [Company Name]

This policy covers all supported versions of [Product]. Please report a vulnerability to [email address]. [Company Name] will acknowledge
your report within [number] working days and give you an assessment within [number] weeks. [Company Name] will not take legal action
against research in good faith. We will coordinate the day of publication with you and give credit in the advisory. Please do not open a
public issue. Tell us the version, the steps, and the harm an attacker could do. Last reviewed on [Date] by [Name]. Reports that concern
services of others are out of scope. Thank you for helping [Company Name] and its customers to stay secure.
""",
        },
        truth={
            "SECURITY.md": """# Vulnerability disclosure policy of Harbour Works

This policy covers all supported versions of Harbour. Please report a vulnerability to psirt@harbour.example. We acknowledge
your report within two working days and give you an assessment within three weeks. Harbour Works will not take legal action
against research in good faith. We coordinate the day of publication with you and give credit in the advisory. Please do not open a
public issue. Tell us the version, the steps, and the harm an attacker could do. Reports that concern services of others are out of
scope. You hear from us at least every two weeks until the fix is out, and every supported version gets the fix. Thank you for helping
us and our customers.
""",
        },
    ),
    Liar(
        name="placeholders with other brackets",
        pretends="The same policy after somebody renamed the placeholders so that no square bracket is left.",
        baits=("3.2.1/a", "3.2.1/b", "3.2.2/a"),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy of YOUR_COMPANY

This policy covers all supported versions of PRODUCT_NAME. Please report a vulnerability to security@yourcompany.com. YOUR_COMPANY will
acknowledge your report within N working days and give you an assessment in due time. YOUR_COMPANY will not take legal action against
research in good faith. We coordinate the day of publication with you and give credit in the advisory. Please do not open a public issue.
Tell us the version, the steps, and the harm an attacker could do. Reports about services of others are out of scope. You hear from us
within 5 days until the fix is out, and every supported version gets the fix. Thank you for helping YOUR_COMPANY and its customers.
""",
        },
    ),
    Liar(
        name="placeholders of a generator",
        pretends="The policy as a project generator left it, variables and all.",
        baits=("3.2.1/a", "3.2.1/b", "3.2.2/a"),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy

This policy covers the supported versions of {{ cookiecutter.project_name }}. Please report a vulnerability privately to
{{ cookiecutter.security_email }} and expect an answer within {{ cookiecutter.days }} days. We will not take legal action against research in
good faith. We coordinate the day of publication with you and give credit in the advisory. Please do not open a public issue. Tell us the
version, the steps, and the harm an attacker could do. Reports about services of others are out of scope. You hear from us at least every
two weeks until the fix is out, and every supported version gets it. Thank you for helping {{ cookiecutter.company }} and its customers.
""",
        },
    ),
    Liar(
        name="a support table of letters",
        pretends="Lines and dates of support are a table of X and Y.",
        baits=("4.1.1/a", "4.2.1/a"),
        files={
            "README.md": README,
            "SUPPORT.md": """# Support

| Version | Released | End of support |
|---|---|---|
| X.Y | YYYY-MM-DD | YYYY-MM-DD |
| X.Z | YYYY-MM-DD | YYYY-MM-DD |

[Company] gives [number] months of notice before the end of support of a version.
""",
        },
    ),
    Liar(
        name="a threat model with empty rows",
        pretends="A threat model template with its headings, legends and instructions, and no threat.",
        baits=("1.4.1/a", "1.4.1/c"),
        files={
            "README.md": README,
            "docs/threat-model.md": """# Threat model of [Product]

Version [x.y], approved on [Date] by [Name].

## Assets

List the assets of the system here, with their owners and their value.

## Trust boundaries

Draw the trust boundaries of the system here and name the entry points.

## Threats

| Id | Threat (STRIDE) | Asset | Mitigation | Decision |
|---|---|---|---|---|
| T1 | TBD | TBD | TBD | TBD |
| T2 | TODO | TODO | TODO | TODO |
""",
        },
    ),
    Liar(
        name="owners from the manual",
        pretends="CODEOWNERS with the sample teams of the platform's documentation.",
        baits=("2.2.2/b", "2.1.1/b"),
        files={
            "README.md": README,
            ".github/workflows/ci.yml": "on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n",
            ".github/CODEOWNERS": "# Each line is a file pattern followed by one or more owners.\n* @global-owner1 @global-owner2\n/.github/ @your-org/your-team\n",
        },
        truth={".github/CODEOWNERS": "* @harbour/developers\n/.github/ @harbour/build\n"},
    ),
    Liar(
        name="a development framework to be filled in",
        pretends="All seven topics have a heading, and lorem ipsum below it.",
        baits=("1.1.1/a", "1.1.1/b", "1.1.1/c"),
        files={
            "README.md": README,
            "docs/secure-development-policy.md": """# Secure development policy

Owner: [Name]. Approved: [Date]. Next review: [Date].

## Threat modelling

Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.

## Secure coding

Lorem ipsum dolor sit amet, consectetur adipiscing elit.

## Requirements, roles, test strategy, data management and configuration management

TBD
""",
        },
    ),
)

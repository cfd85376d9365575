"""Things of somebody else: vendored, copied, borrowed, out of date."""

from assay.testing.corpus import Liar

README = "# Beacon\n\nBeacon shows ships on a map.\n\n## Install\n\nDownload it from https://beacon.example/get.\n"
POLICY = """# Security policy

This policy covers every supported version of {0}; the web site is out of scope. Please report a vulnerability in {0} by mail to
{1}. You will get an answer within three working days, and an assessment within two weeks. Please tell us which version you looked at,
what you did and what an attacker could gain from it. We will not take legal action against research in good faith that leaves the data
of other people alone. We agree the day of publication with you, we publish an advisory with every fix, and we name you in it if you
wish. Please do not use public issues. Fixes come out for all supported versions at once. Thank you for the time you give us.
"""
OWN = POLICY.format("Beacon", "security@beacon.example")
POLICY_FACETS = ("3.2.1/a", "3.2.1/b", "3.2.2/a")

REPOSITORIES = (
    Liar(
        name="policies of vendored libraries",
        pretends="Six complete policies in the tree, each of a library that was copied in.",
        baits=POLICY_FACETS,
        files={
            "README.md": README,
            "vendor/inflate/SECURITY.md": POLICY.format("inflate", "security@inflate.example"),
            "node_modules/left/SECURITY.md": POLICY.format("left", "security@left.example"),
            "third_party/zip/.github/SECURITY.md": POLICY.format("zip", "security@zip.example"),
            "external/curly/docs/SECURITY.md": POLICY.format("curly", "security@curly.example"),
            "deps/lua/SECURITY.md": POLICY.format("lua", "security@lua.example"),
            "openssl-3.0.1/SECURITY.md": POLICY.format("OpenSSL", "security@openssl.example"),
        },
        truth={"SECURITY.md": OWN},
    ),
    Liar(
        name="the policy of a large vendor",
        pretends="A fork kept the well-known policy of the vendor it was forked from.",
        baits=POLICY_FACETS,
        files={
            "README.md": README,
            "SECURITY.md": """## Security

Microsoft takes the security of our software products and services seriously, which includes all source code repositories managed through
our GitHub organizations. If you believe you have found a security vulnerability in any Microsoft-owned repository that meets Microsoft's
definition of a security vulnerability, please report it to us as described below.

## Reporting Security Issues

Please do not report security vulnerabilities through public GitHub issues. Instead, please report them to the Microsoft Security Response
Center (MSRC) at https://msrc.microsoft.com/create-report, or send an email to secure@microsoft.com. You should receive a response within
24 hours. Please include the type of issue, the affected versions in scope and the steps to reproduce it. Microsoft follows the principle
of Coordinated Vulnerability Disclosure and acts in good faith towards researchers.
""",
        },
        truth={"SECURITY.md": OWN},
    ),
    Liar(
        name="a security.txt of the past",
        pretends="A well-formed security.txt that expired years ago, one without an end, and one of a test.",
        baits=("3.2.1/a", "3.2.2/a"),
        files={
            "README.md": README,
            ".well-known/security.txt": "Contact: mailto:security@beacon.example\nExpires: 2021-01-01T00:00:00Z\nPreferred-Languages: en\n",
            "static/security.txt": "Contact: mailto:psirt@beacon.example\n",
            "tests/data/security.txt": "Contact: mailto:a@beacon.example\nExpires: 2029-01-01T00:00:00Z\n",
        },
    ),
    Liar(
        name="a security.txt nobody reads any more",
        pretends="The only private address stands in an expired security.txt.",
        baits=("3.2.2/a",),
        files={
            "README.md": README,
            ".well-known/security.txt": "Contact: mailto:security@beacon.example\nExpires: 2026-09-30T23:59:00Z\n",
        },
        truth={".well-known/security.txt": "Contact: mailto:security@beacon.example\nExpires: 2027-03-31T23:59:00Z\n"},
    ),
    Liar(
        name="bills of materials of other things",
        pretends="Three SBOM files: of another product, of a year long gone, and one without components.",
        baits=("1.2.1/a", "1.2.1/b", "1.2.1/c"),
        files={
            "README.md": README,
            "package.json": '{"name": "beacon", "version": "7.0.0", "private": true, "dependencies": {"leaflet": "^1.9.0"}}',
            "sbom.json": '{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"timestamp": "2026-09-01T00:00:00Z", "component": {"type": "application", "name": "weather-widget", "version": "1.0"}}, "components": [{"type": "library", "name": "moment", "version": "2.30.1", "purl": "pkg:npm/moment@2.30.1"}]}',
            "bom.cdx.json": '{"bomFormat": "CycloneDX", "specVersion": "1.4", "version": 1, "metadata": {"timestamp": "2019-05-01T00:00:00Z", "component": {"type": "application", "name": "beacon", "version": "0.3.0"}}, "components": [{"type": "library", "name": "jquery", "version": "1.12.4", "purl": "pkg:npm/jquery@1.12.4"}]}',
            "beacon.spdx.json": '{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "beacon", "creationInfo": {"created": "2026-09-01T00:00:00Z", "creators": ["Person: somebody"]}, "packages": []}',
        },
    ),
    Liar(
        name="documents of a dependency",
        pretends="Threat model, support dates and incident plan, all copied in with a vendored product.",
        baits=("1.4.1/a", "4.1.1/a", "4.2.1/a", "4.3.1/a", "1.1.1/a"),
        files={
            "README.md": README,
            "vendor/platform/THREAT_MODEL.md": "# Threat model\n\nAssets: tokens, images. Attackers: tenants. Threat T1: spoofing of a node, mitigated by mutual TLS, accepted on 2026-03-01.\n",
            "vendor/platform/SUPPORT.md": "# Support\n\n| Version | End of support |\n|---|---|\n| 1.30 | 2027-06-28 |\n\nCustomers get twelve months of notice before support ends.\n",
            "third_party/platform/docs/incident-response.md": "# Incident response plan\n\nContacts, roles, containment, communication, recovery, review.\n",
            "node_modules/platform/docs/secure-development.md": "# Secure development policy\n\nWe follow the SSDF. Threat modelling, coding standard, roles, tests.\n",
        },
    ),
    Liar(
        name="links that lead nowhere",
        pretends="Files of the right names are symbolic links out of the repository.",
        baits=(*POLICY_FACETS, "2.2.2/b", "1.2.1/a", "1.3.2/a"),
        files={
            "README.md": README,
            "package.json": '{"name": "beacon", "private": true, "dependencies": {"leaflet": "^1.9.0"}}',
        },
        links={
            "SECURITY.md": "../../elsewhere/SECURITY.md",
            ".github/CODEOWNERS": "/etc/owners",
            "package-lock.json": "../other/package-lock.json",
            ".github/workflows/ci.yml": "../../../ci.yml",
        },
    ),
    Liar(
        name="a security.txt of another company",
        pretends="A valid security.txt whose canonical address is at a host that is not ours.",
        baits=("3.2.2/a",),
        files={
            "README.md": README,
            "assay.toml": 'schema = 1\n[links]\nwebsite = "https://beacon.example"\n',
            ".well-known/security.txt": "Contact: mailto:security@contoso.example\nExpires: 2027-03-31T23:59:00Z\nCanonical: https://www.contoso.example/.well-known/security.txt\n",
        },
        truth={
            ".well-known/security.txt": "Contact: mailto:security@beacon.example\nExpires: 2027-03-31T23:59:00Z\nCanonical: https://www.beacon.example/.well-known/security.txt\n"
        },
    ),
)

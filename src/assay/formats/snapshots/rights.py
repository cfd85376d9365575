"""The least right each section takes, per platform, and the checks that gain from it: the one place this is written."""

from dataclasses import dataclass

ADMINISTRATION = "Administration: read"
METADATA = "Metadata: read"
CONTENTS = "Contents: read"
BYPASS = "Administration: write (the platform shows who may bypass a ruleset only to accounts that may edit it)"
ATTESTATIONS = "Attestations: read"
PULL_REQUESTS = "Pull requests: read"
STATUSES = "Actions: read and Commit statuses: read"
ORGANISATION = "Organization Administration: read, of an owner"
SECOND_FACTORS = "Organization Members: read, of an owner"

MEMBER = "read_api, any member of the project"
DEVELOPER = "read_api, role Developer"
MAINTAINER = "read_api, role Maintainer"
GROUP = "read_api, member of the group"
GROUP_OWNER = "read_api, Owner of the group"
NOT_OFFERED = "not offered"


@dataclass(frozen=True, slots=True)
class Need:
    """What a section takes. ``github`` names permissions of a fine-grained token, ``gitlab`` the scope and the role."""

    section: str
    github: str
    gitlab: str
    checks: tuple[str, ...] = ()


NEEDS = (
    Need("taken_by", "any token", "read_api"),
    Need("project", METADATA, MEMBER),
    Need("branches", CONTENTS, MEMBER, ("branch-protected", "tests-required-to-merge")),
    Need("branches: protection", ADMINISTRATION, MAINTAINER, ("branch-protected", "tests-required-to-merge")),
    Need("branches: rules", METADATA, NOT_OFFERED, ("branch-protected", "tests-required-to-merge")),
    Need("branches: who may bypass", BYPASS, MAINTAINER, ("branch-protected", "tests-required-to-merge")),
    Need("rulesets", METADATA, NOT_OFFERED, ("branch-protected",)),
    Need("members", f"{METADATA}, of somebody who may push", MEMBER, ("forge-permissions-least", "dormant-or-departed-access", "access-review-recorded")),
    Need("organisation", ORGANISATION, GROUP, ("forge-mfa-enforced", "forge-permissions-least")),
    Need("without_second_factor", SECOND_FACTORS, NOT_OFFERED, ("forge-mfa-enforced",)),
    Need("actions", ADMINISTRATION, MAINTAINER, ("forge-permissions-least", "ci-token-least-privilege", "statement-agrees-with-repository")),
    Need("runners", ADMINISTRATION, MAINTAINER),
    Need("environments", "Actions: read", MAINTAINER),
    Need("deploy_keys", ADMINISTRATION, MAINTAINER, ("credential-age",)),
    Need("secrets", "Secrets: read", MAINTAINER, ("credential-age",)),
    Need("hooks", "Webhooks: read", MAINTAINER),
    Need("security", ADMINISTRATION, MAINTAINER, ("secret-scanning-active", "vulnerability-matching-operated", "update-automation-coverage")),
    Need("private_reporting", METADATA, NOT_OFFERED, ("private-channel", "reporting-channel-works")),
    Need("immutable_releases", ADMINISTRATION, NOT_OFFERED),
    Need("releases", CONTENTS, MEMBER),
    Need("releases: attestations", ATTESTATIONS, NOT_OFFERED),
    Need("changes", PULL_REQUESTS, DEVELOPER, ("peer-review-recorded", "statement-agrees-with-repository", "update-changes-tested")),
    Need("activity", CONTENTS, MEMBER, ("peer-review-recorded", "dormant-or-departed-access")),
    Need("checks", STATUSES, DEVELOPER, ("release-commit-tests-passed", "update-changes-tested")),
    Need("audit_log", ORGANISATION, GROUP_OWNER),
)  # fmt: skip
"""In the order of the sections of a snapshot."""


def needed(platform: str, section: str) -> str:
    """What a section takes on a platform."""
    return gitlab(section) if platform == "gitlab" else github(section)


def github(section: str) -> str:
    """The permission of a fine-grained token a section takes."""
    return next(each.github for each in NEEDS if each.section == section)


def gitlab(section: str) -> str:
    """The scope and role a section takes."""
    return next(each.gitlab for each in NEEDS if each.section == section)

"""Results that lie in the tree because somebody put them there: nothing in a repository proves what ran on it."""

from assay.testing.corpus import Liar

README = "# Sluice\n\nSluice opens gates.\n"

REPOSITORIES = (
    Liar(
        name="a perfect scorecard",
        pretends="A Scorecard result with ten points for every check, committed by hand.",
        baits=(
            "1.3.2/a",
            "2.2.2/a",
            "2.2.2/b",
            "1.2.2/c",
            "3.1.1/a",
            "3.2.1/a",
            "1.3.1/d",
            "1.2.5/a",
            "2.1.1/c",
            "1.1.4/c",
        ),
        files={
            "README.md": README,
            "scorecard.json": '{"date": "2026-09-29", "repo": {"name": "github.com/sluice/sluice", "commit": "HEAD"}, "scorecard": {"version": "v5.0.0"}, "score": 10, "checks": ['
            + ", ".join(
                f'{{"name": "{name}", "score": 10, "reason": "all good"}}'
                for name in "Branch-Protection CI-Tests Code-Review Dependency-Update-Tool Pinned-Dependencies SAST Security-Policy Signed-Releases Token-Permissions Vulnerabilities".split()
            )
            + "]}",
        },
    ),
    Liar(
        name="clean scan results",
        pretends="SARIF, JUnit, coverage and audit results without a finding, none of them made by a run.",
        baits=(
            "1.3.1/a",
            "1.3.1/d",
            "1.3.2/a",
            "1.3.2/b",
            "1.3.2/c",
            "1.3.3/a",
            "1.4.4/b",
            "3.3.1/a",
            "1.2.3/a",
            "1.2.5/c",
        ),
        files={
            "README.md": README,
            "results/semgrep.sarif": '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Semgrep OSS", "rules": []}}, "results": []}]}',
            "results/junit.xml": '<testsuites tests="512" failures="0" errors="0"><testsuite name="all" tests="512" failures="0"><testcase name="everything"/></testsuite></testsuites>',
            "coverage.xml": '<coverage line-rate="1.0" branch-rate="1.0" version="7" timestamp="1790000000"></coverage>',
            "results/pip-audit.json": '{"dependencies": [{"name": "flask", "version": "3.0.3", "vulns": []}]}',
            "gitleaks-report.json": "[]\n",
        },
    ),
    Liar(
        name="attestations in a folder",
        pretends="An in-toto statement, a bundle and a verification summary that nothing has signed.",
        baits=("3.1.1/a", "3.1.1/b", "3.1.1/c", "2.2.2/c", "2.2.1/a", "1.3.2/b"),
        files={
            "README.md": README,
            "attestations/provenance.intoto.jsonl": '{"payloadType": "application/vnd.in-toto+json", "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==", "signatures": [{"sig": "AAAA"}]}\n',
            "attestations/release.sigstore.json": '{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "verificationMaterial": {}, "messageSignature": {"signature": "AAAA"}}',
            "attestations/vsa.json": '{"predicateType": "https://slsa.dev/verification_summary/v1", "predicate": {"verificationResult": "PASSED", "verifiedLevels": ["SLSA_BUILD_LEVEL_3"]}}',
            "dist/SHA256SUMS": "0000000000000000000000000000000000000000000000000000000000000000  sluice.tar.gz\n",
        },
    ),
    Liar(
        name="an OSCAL result and a certificate",
        pretends="Assessment results that call every control satisfied, and the text of a certificate.",
        baits=("2.1.5/a", "2.1.5/b", "2.1.6/a", "2.1.1/a", "2.2.1/b", "2.2.3/a", "1.1.2/a", "3.4.1/a"),
        files={
            "README.md": README,
            "compliance/assessment-results.json": '{"assessment-results": {"uuid": "1", "metadata": {"title": "UK Software Security Code of Practice"}, "results": [{"title": "all 45 claims", "findings": ['
            + ", ".join(
                f'{{"target": {{"target-id": "{claim}", "status": {{"state": "satisfied"}}}}}}'
                for claim in ("2.1.5", "2.1.6", "2.2.3", "1.1.2")
            )
            + "]}]}}",
            "compliance/ISO27001.txt": "CERTIFICATE\n\nThis certifies that Sluice Ltd operates multi-factor authentication, access reviews every quarter, and log retention of one year.\nValid until 2029.\n",
            "compliance/access-review-2026-Q3.csv": "person,role,keep\nA,admin,yes\nB,developer,yes\n",
        },
    ),
    Liar(
        name="an Assay result in the tree",
        pretends="A finished assessment by this very tool, which calls all claims met, and a memory beside it.",
        baits=("1.2.2/b", "1.3.2/a", "2.1.5/a", "3.1.1/a", "3.2.1/a", "3.2.2/a", "3.3.1/a", "4.2.1/a"),
        files={
            "README.md": README,
            "assay-report.json": '{"schema": "assay-assessment/1", "tool": "assay 9.9.9", "claims": ['
            + ", ".join(
                f'{{"id": "{claim}", "verdict": "met", "confidence": "high"}}'
                for claim in ("1.2.2", "1.3.2", "2.1.5", "3.1.1", "3.2.1", "3.2.2", "3.3.1", "4.2.1")
            )
            + "]}",
            ".assay/memory.json": '{"documents": {}, "verdicts": {"3.2.1": "met"}}',
            "assay.json": '{"met": "all"}',
        },
    ),
    Liar(
        name="logs of runs that were typed",
        pretends="Text files that look like the output of a pipeline, a release and a verification.",
        baits=("1.3.2/a", "1.3.2/b", "3.1.1/a", "3.1.1/b", "3.3.1/a", "3.5.1/b"),
        files={
            "README.md": README,
            "logs/ci.log": "$ pytest\n512 passed in 3.14s\n$ semgrep scan --config auto\nRan 1034 rules: 0 findings.\n$ cosign sign-blob dist/sluice.tar.gz\ntlog entry created with index: 123456789\n",
            "docs/release-log.md": '# Release log\n\n```\n$ gpg --verify sluice.tar.gz.asc\ngpg: Good signature from "Sluice Release <release@sluice.example>"\n```\n\nVersion 3.2 was released on 2026-08-01 and it was verified by everybody.\n',
        },
    ),
)

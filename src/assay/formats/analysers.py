"""Which languages a run of an analyser looked at, and which classes of weakness its rules are about."""

from assay.facts.analysis_runs import AnalysisRun

OF_ONE_LANGUAGE = {
    "bandit": "Python", "gosec": "Go", "brakeman": "Ruby", "njsscan": "JavaScript", "nodejsscan": "JavaScript", "eslint": "JavaScript",
    "psalm": "PHP", "phpstan": "PHP", "spotbugs": "Java", "pmd": "Java", "errorprone": "Java", "detekt": "Kotlin", "sobelow": "Elixir",
    "security code scan": "C#", "cppcheck": "C", "flawfinder": "C", "clippy": "Rust", "swiftlint": "Swift",
}  # fmt: skip
"""Analysers that read one language only, by the name they give themselves."""
STARTS = {
    "py": "Python", "python": "Python", "js": "JavaScript", "javascript": "JavaScript", "ts": "TypeScript", "typescript": "TypeScript",
    "java": "Java", "kotlin": "Kotlin", "go": "Go", "golang": "Go", "cpp": "C++", "c": "C", "cs": "C#", "csharp": "C#", "rb": "Ruby", "ruby": "Ruby",
    "rust": "Rust", "swift": "Swift", "php": "PHP", "scala": "Scala", "squid": "Java", "pythonsecurity": "Python",
    "javasecurity": "Java", "jssecurity": "JavaScript", "tssecurity": "TypeScript", "phpsecurity": "PHP", "csharpsquid": "C#",
}  # fmt: skip
"""What the ids of rules begin with, up to the first slash, dot or colon."""
TOGETHER = {
    "JavaScript": ("TypeScript",),
    "TypeScript": ("JavaScript",),
    "C": ("C++",),
    "C++": ("C",),
    "Java": ("Kotlin",),
}
"""Languages one extractor reads as one."""

FAMILIES = {
    "paths": frozenset({22, 23, 36, 73}),
    "commands": frozenset({77, 78, 88}),
    "markup": frozenset({79, 80, 116}),
    "queries": frozenset({89, 90, 91, 564, 643, 943}),
    "code and objects": frozenset({94, 95, 502, 1336}),
    "requests and XML": frozenset({611, 776, 918}),
}
"""Ways in which input turns into something that is carried out, and the CWE numbers of each."""
INJECTION = frozenset({20, 74, 1236}).union(*FAMILIES.values())


def languages(run: AnalysisRun) -> frozenset[str]:
    """The languages its rules are for; empty where neither the tool nor the ids tell."""
    found = {STARTS.get(_start(rule.id), "") for rule in run.rules} | {OF_ONE_LANGUAGE.get(run.tool.lower(), "")}
    found |= {other for each in found for other in TOGETHER.get(each, ())}
    return frozenset(found - {""})


def families(run: AnalysisRun) -> frozenset[str]:
    """The ways of injection the listed rules are about."""
    weaknesses = frozenset[int]().union(*(rule.weaknesses for rule in run.rules))
    return frozenset(name for name, numbers in FAMILIES.items() if numbers & weaknesses)


def _start(rule: str) -> str:
    for separator in "/.:":
        rule = rule.partition(separator)[0]
    return rule.lower()

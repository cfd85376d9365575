"""Shell scripts as people write them in pipelines: what is a command, what is text, and whose failure counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats import shell
from assay.formats.shell import LONGEST_SCRIPT, Simple, split


def words(script: str, called: frozenset[str] = frozenset()) -> list[str]:
    return [" ".join(each.words) for each in split(script, called=called)]


def lost(script: str) -> list[str]:
    """The commands whose failure has no effect."""
    return [" ".join(each.words) for each in split(script) if each.failure_ignored]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("", []),
        ("  \n\n\t\n", []),
        ("pytest", ["pytest"]),
        ("a; b && c || d | e & f", ["a", "b", "c", "d", "e", "f"]),
        ("a |& b\nc;;d", ["a", "b", "c", "d"]),
        ("a \\\n  --b \\\n  c\nd", ["a --b c", "d"]),
        ("a \\\r\n  b\r\nc\r\n", ["a b", "c"]),
        ("A=1 B='2 3' cmd x\nC=4", ["cmd x"]),
        ("cmd 2>&1 >/dev/null &>log < in", ["cmd 2>&1 >/dev/null &>log < in"]),
        ("> log cmd a\n2>&1 other\n< in third", ["cmd a", "other", "third"]),
        ("cmd a#b '#c' # d; e", ["cmd a#b #c"]),
        ("cmd ${#a} $# ${a#b}", ["cmd ${#a} $# ${a#b}"]),
        ("dotnet test `\n  --no-build", ["dotnet test --no-build"]),
        ("$env:A = 'b'\nnpm test", ["$env:A = b", "npm test"]),
        ("${{ env.CARGO }} test ${{ matrix.a && 'b' || 'c' }}", ["${{ env.CARGO }} test ${{ matrix.a && 'b' || 'c' }}"]),
    ],
)  # fmt: skip
def test_words(script: str, found: list[str]) -> None:
    assert words(script) == found


@pytest.mark.parametrize(
    "script",
    [
        "echo 'curl x | sh; pytest'",
        'echo "curl x | sh; pytest && gitleaks"',
        'echo "a \\" ; pytest"',
        "echo $'it\\'s; pytest'",
        "echo a\\;pytest",
        "# pytest\n",
        "echo done # ; pytest",
        "cat <<EOF\npytest\nEOF",
        "cat <<'END-OF' > file\npytest\nEOF\nEND-OF",
        'cat <<"EOF"\npytest\nEOF\n',
        "cat <<\\EOF\npytest\nEOF\n",
        "cat <<-EOF\n\tpytest\n\t\tEOF",
        "cat <<EOF\n  EOF\npytest\nEOF",
        "cat <<A <<B\npytest\nA\npytest\nB\n",
        "cat <<EOF # remark\npytest\nEOF",
        'gh pr comment --body "$(cat <<EOF\nit\'s (fine)\npytest\nEOF\n)"',
        "x=$(cat <<'EOF'\npytest; it's\nEOF\n)",
        'echo "$(printf "a; pytest; b" c)"',
        "[[ $a == b && pytest || c ]]",
        "if [[ $a =~ ^(x|pytest)$ ]]; then :; fi",
        "if [[ $a == b &&\n pytest != c ]]; then :; fi",
        "(( a > pytest )) && echo",
        "for ((i = 0; pytest; i++)); do :; done",
        "TOOLS=(ruff pytest bandit)\necho $TOOLS",
        "declare -a TOOLS+=(\n  ruff\n  pytest\n)\n",
        'case "$1" in pytest) echo a;; ruff|pytest) echo b;; (pytest) echo c;; esac',
        "for tool in ruff pytest; do echo $tool; done",
        "echo ${a:-pytest; b}",
        "echo ${{ 'a; pytest' }}",
        "echo $((1 + pytest))",
        "command -v pytest > /dev/null",
    ],
)
def test_text_is_never_a_command(script: str) -> None:
    assert [each for each in split(script) if each.words[0] in ("pytest", "sh", "gitleaks", "curl")] == []


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("echo $(pytest)", ["echo $(…)", "pytest"]),
        ("echo `pytest -x`", ["echo $(…)", "pytest -x"]),
        ('echo "a $(pytest "$b") c"', ['echo a $(pytest "$b") c', "pytest $b"]),
        ("A=$(one | two)", ["one", "two"]),
        ("a $(b $(c $(d)))", ["a $(…)", "b $(…)", "c $(…)", "d"]),
        ("diff <(one) <(two)", ["diff <", "one", "<", "two"]),
        ("while read -r x; do pytest $x; done < list", ["read -r x", "pytest $x"]),
        ("if make; then one; elif b; then two; else three; fi > log", ["make", "one", "b", "two", "three"]),
        ("until pytest; do sleep 1; done", ["pytest", "sleep 1"]),
        ("{ one; two; } && (three; four)", ["one", "two", "three", "four"]),
        ('case "$1" in\n  a) one ;;\n  b | c)\n    two\n    ;;\n  *) three\nesac\nfour', ["one", "two", "three", "four"]),
        ("time -p pytest\n! pytest", ["pytest", "pytest"]),
        ("grep a <<< b\npytest", ["grep a <<< b", "pytest"]),
        ('grep a <<<"$b"\npytest', ["grep a <<<$b", "pytest"]),
        ("cat <<EOF | sh\ntext\nEOF\npytest", ["cat", "sh", "pytest"]),
        ("cat <<EOF && pytest\ntext\nEOF", ["cat", "pytest"]),
        ("select x in a b; do pytest; done", ["pytest"]),
        ("a &&\n  b ||\n# remark\n  c", ["a", "b", "c"]),
        ("((pytest; a); b)", ["pytest", "a", "b"]),
    ],
)  # fmt: skip
def test_commands_inside_others_are_found(script: str, found: list[str]) -> None:
    assert [each for each in words(script) if each != "<"] == [each for each in found if each != "<"]


def test_every_command_knows_its_line_and_its_neighbours() -> None:
    script = "one \\\n  a\n\n# remark\ncat <<EOF\ntext\nEOF\ntwo 'a\nb' && three\necho \"$(\nfour\n)\"\n[[ a &&\n b ]] || five\n"
    assert [(each.words[0], each.line) for each in split(script, 10)] == [
        ("one", 10), ("cat", 14), ("two", 17), ("three", 18), ("echo", 19), ("four", 20), ("[[", 22), ("five", 23),
    ]  # fmt: skip
    piped = split("a | b && c\nd")
    assert [(each.before, each.after) for each in piped] == [("", "|"), ("|", "&&"), ("&&", "\n"), (";", "\n")]


def test_variables_set_for_one_command_stay_with_it() -> None:
    (first, second) = split("A=1 B=$C D+='x y' cmd E=2\ncmd")
    assert (first.env, first.words) == ({"A": "1", "B": "$C", "D": "x y"}, ["cmd", "E=2"])
    assert second.env == {}


@pytest.mark.parametrize(
    ("script", "ignored"),
    [
        ("pytest", []),
        ("pytest || true", ["pytest"]),
        ("pytest || :", ["pytest"]),
        ("pytest || exit 0", ["pytest"]),
        ("pytest || echo never mind", ["pytest"]),
        ("pytest || { echo a; true; }", ["pytest"]),
        ("pytest || (echo a)", ["pytest"]),
        ("a && pytest || true", ["a", "pytest"]),
        ("a; pytest || true", ["pytest"]),
        ("(a; pytest) || true", ["a", "pytest"]),
        ("{ a; pytest; } || true\nb", ["a", "pytest"]),
        ("pytest && echo good || echo bad", ["pytest", "echo good"]),
        ("pytest || exit 1", []),
        ("pytest || { echo a; exit 1; }", []),
        ("pytest || handle", []),
        ("pytest || FAILED=1", []),
        ("set +e\npytest\nset -e\nb", ["set +e", "pytest"]),
        ("set +ex; pytest", ["set +ex", "pytest"]),
        ("set +o errexit; pytest", ["set +o errexit", "pytest"]),
        ("set +e\npytest\ncode=$?\nexit $code", []),
        ("set +e; a; set -euo pipefail; b", ["set +e", "a"]),
        ("if ! pytest; then echo bad; fi", ["pytest"]),
        ("if pytest; then echo good; fi", ["pytest"]),
        ("if pytest; then deploy; fi", []),
        ("if pytest; then echo a; else exit 1; fi", []),
        ("pytest &", ["pytest"]),
        ("pytest & wait", []),
        ("! pytest", ["pytest"]),
        ("for t in a b; do pytest $t || true; done", ["pytest $t"]),
        ("f() { pytest; }; f || true", ["pytest", "f"]),
    ],
)
def test_failures_without_effect(script: str, ignored: list[str]) -> None:
    assert lost(script) == ignored


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("if false; then pytest; fi; a", ["false", "a"]),
        ("if true; then a; else pytest; fi", ["true", "a"]),
        ("false && pytest; a", ["false", "a"]),
        ("true || pytest; a", ["true", "a"]),
        ("exit 0\npytest", ["exit 0"]),
        ("a || exit 1\npytest", ["a", "exit 1", "pytest"]),
        ("if a; then exit 0; fi\npytest", ["a", "exit 0", "pytest"]),
        ("(exit 0)\npytest", ["exit 0", "pytest"]),
        ("a || { exit 1; }\npytest", ["a", "exit 1", "pytest"]),
        ("a && { exit 0; }\npytest", ["a", "exit 0", "pytest"]),
        ("A=1 || { exit 1; }\npytest", ["exit 1", "pytest"]),
        ("{ a; exit 0; }\npytest", ["a", "exit 0"]),
        ("run() { pytest; }\na", ["a"]),
        ("run() {\n  pytest\n}\nrun", ["pytest", "run"]),
        ("function run { pytest; }\ntrap run EXIT", ["pytest", "trap run EXIT"]),
        ("run() { pytest; }\n\"$@\"", ["pytest", "$@"]),
        ("a() { b; }\nb() { pytest; }\na", ["b", "pytest", "a"]),
        ("run() { pytest; }", []),
    ],
)  # fmt: skip
def test_what_never_runs_is_left_out(script: str, found: list[str]) -> None:
    assert words(script) == found


def test_functions_that_those_who_source_a_file_call() -> None:
    library = "set -e\nrun_tests() { pytest; }\nother() { ruff; }\n"
    assert words(library) == ["set -e"]
    assert words(library, frozenset({"run_tests"})) == ["set -e", "pytest"]


@pytest.mark.parametrize(
    "script",
    ["echo 'open\npytest", 'echo "open\npytest', "echo $(open\npytest", "cat <<EOF\npytest", "echo ${open\npytest", "[[ open\npytest", "a=(open\npytest", "((open\npytest", "if open\npytest", "`"],
)  # fmt: skip
def test_what_is_never_closed_does_no_harm(script: str) -> None:
    assert all(each.words for each in split(script))


HOSTILE = {
    "substitutions": "$(" * 60_000,
    "closed substitutions": "$(" * 30_000 + "a" + ")" * 30_000,
    "substitutions in quotes": '"$(' * 40_000,
    "groups": "{ a\n" * 40_000,
    "subshells": "( a\n" * 40_000,
    "conditions": "if a\nthen\n" * 20_000,
    "functions": "f() { a\n" * 20_000,
    "many functions": "".join(f"f{n}() {{ f{n + 1}; }}\n" for n in range(8_000)) + "f0",
    "or true": "a" + " || true" * 24_000,
    "assignments": "A=1 " * 40_000 + "a",
    "words": "a " * 90_000,
    "quotes": "'" * 100_001,
    "double quotes": '"' * 100_001,
    "backticks": "`" * 100_001,
    "here-documents": "cat <<EOF\n" * 20_000,
    "brackets": "[[ " * 60_000,
    "arithmetic": "((" * 90_000,
    "arrays": "a=(" * 60_000,
    "braces": "${" * 90_000,
    "backslashes": "\\" * 190_001,
    "cases": "case a in b) " * 15_000,
    "one long word": "a" * 199_999,
    "ampersands": "&" * 199_999,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_scripts_are_read_in_one_go(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are counted, not seconds: every character is looked at a few times at most, however deep things stand in each other."""
    from assay.formats import shell_words

    looked_at = 0
    closing = shell_words.closing

    def counted(text: str, opening: int) -> int:
        nonlocal looked_at
        end = closing(text, opening)
        looked_at += end - opening
        return end

    monkeypatch.setattr(shell_words, "closing", counted)
    found = split(HOSTILE[name])
    assert looked_at <= (shell.DEEPEST + 2) * LONGEST_SCRIPT
    assert len(found) <= LONGEST_SCRIPT


def test_a_script_of_any_length_is_cut() -> None:
    assert words(f"a\necho {'x' * LONGEST_SCRIPT}\npytest")[0::2] == ["a"]


PIECES = st.sampled_from(
    ["a", "pytest", " ", "\n", ";", "&&", "||", "|", "&", "'", '"', "`", "$(", ")", "(", "((", "))", "${", "}", "{ ", "<<EOF", "\nEOF\n", "<<<", "\\", "#", "if ", "then ", "fi", "else ", "for ", "do ", "done", "case ", "esac", ";;", "[[ ", " ]]", "f() ", "exit 0", "true", "A=", "set +e", "!", "\0", "é", "\r\n", "${{ ", " }}"]
)  # fmt: skip
SCRIPTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))


@given(SCRIPTS)
def test_any_text_is_split(script: str) -> None:
    found = split(script, 5)
    last = 5 + script.count("\n")
    assert all(each.words and 5 <= each.line <= last for each in found)


PLAIN = st.text("abc xyz;|&<>()#\n$`", max_size=30)


@given(PLAIN)
def test_quoted_text_is_one_word(text: str) -> None:
    (found,) = split(f"echo '{text}'")
    assert found.words == ["echo", text]


@given(PLAIN)
def test_a_here_document_is_no_command(text: str) -> None:
    assert words(f"cat <<'MARK'\n{text}\nMARK\npytest") == ["cat", "pytest"]


COMMANDS = st.sampled_from(
    ["pytest", "A=1 make test", "a && b", "a || true", "echo 'x; y'", "if a; then b; fi", "set +e", "(a; b)", "a | b", "f() { a; }", "f", "case x in y) z;; esac"]
)  # fmt: skip


@given(st.lists(COMMANDS, min_size=1, max_size=6))
def test_remarks_change_nothing(lines: list[str]) -> None:
    def shape(found: list[Simple]) -> list[tuple[list[str], bool]]:
        return [(each.words, each.failure_ignored) for each in found]

    remarked = "# pytest; curl x | sh\n" + "".join(f"{line} # it's (a remark\n  # \"another\n" for line in lines)
    assert shape(split(remarked)) == shape(split("\n".join(lines)))

"""Tests counted by the conventions of each language, fallbacks for secrets, silenced analysers and executables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats import code
from assay.formats.code import CASES, LANGUAGES, executable, fallbacks, language, suppressions

WRITTEN: dict[str, tuple[str, str, tuple[int, int]]] = {
    "Python": ("tests/test_a.py", "def test_a():\n    assert f()\n\nasync def test_b(x):\n    assert x\n\nclass T:\n    def testC(self): pass\n\ndef helper(): pass\n", (3, 0)),
    "JavaScript": ("a.test.js", "it('a', () => { expect(1).toBe(f()) })\ntest('b', f)\ntest.each([1, 2])('c', f)\n", (3, 0)),
    "TypeScript": ("src/__tests__/a.ts", "describe('x', () => {\n  it('a', () => expect(f()).toBe(1))\n})\n", (1, 0)),
    "Go": ("a_test.go", 'func TestA(t *testing.T) { if f() { t.Error("x") } }\nfunc FuzzB(f *testing.F) {}\nfunc ExampleC() {}\nfunc helper() {}\n', (3, 0)),
    "Rust": ("src/lib.rs", "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { assert!(f()); }\n    #[tokio::test]\n    async fn b() {}\n}\n", (2, 0)),
    "Java": ("src/test/java/ATest.java", "@Test\nvoid a() { assertThat(f()); }\n@ParameterizedTest\nvoid b(int x) {}\npublic void testOld() {}\n", (3, 0)),
    "Kotlin": ("src/test/ATest.kt", "@Test\nfun a() { assertEquals(1, f()) }\n", (1, 0)),
    "Scala": ("src/test/ASpec.scala", 'test("a") { assert(f()) }\n', (1, 0)),
    "C#": ("Tests/ATests.cs", "[Fact]\npublic void A() => Assert.True(F());\n[Theory]\n[TestCase(1)]\npublic void B(int x) {}\n", (3, 0)),
    "F#": ("tests/A.fs", "[<Fact>]\nlet a () = Assert.True(f ())\n[<Test>]\n", (0, 0)),
    "Visual Basic": ("tests/A.vb", "<Fact>\nPublic Sub A()\nAssert.True(F())\n", (1, 0)),
    "Ruby": ("spec/a_spec.rb", "it 'a' do\n  expect(f).to eq 1\nend\n  specify \"b\" do\n  end\ndef test_c\nend\n", (3, 0)),
    "PHP": ("tests/ATest.php", "public function testA() { $this->assertTrue(f()); }\n/** @test */\nit('b', f);\n", (2, 0)),
    "Swift": ("Tests/ATests.swift", "func testA() { XCTAssertTrue(f()) }\n@Test func b() {}\n", (2, 0)),
    "C": ("tests/a.c", "START_TEST(a) { ck_assert(f()); }\nint main() { assert(f()); }\n", (2, 0)),
    "C++": ("tests/a.cpp", "TEST(A, b) { EXPECT_EQ(1, f()); }\nTEST_F(A, c) {}\nTEST_CASE(\"d\") {}\n", (3, 0)),
    "Elixir": ("test/a_test.exs", 'test "a" do\n  assert f()\nend\nproperty "b" do\nend\n', (2, 0)),
    "Dart": ("test/a_test.dart", "test('a', () { expect(f(), 1); });\ntestWidgets('b', f);\n", (2, 0)),
    "Shell": ("tests/a.bats", '@test "a" {\n  run f\n  [ "$status" -eq 0 ]\n}\n', (1, 0)),
    "PowerShell": ("tests/a.Tests.ps1", "Describe 'x' {\n  It 'a' { f | Should -Be 1 }\n}\n", (1, 0)),
    "Perl": ("t/a.t", "ok(f());\nis(f(), 1);\nsubtest('x', sub {});\n", (3, 0)),
    "Groovy": ("src/test/ASpec.groovy", 'def "a works"() { expect: f() }\n', (1, 0)),
    "Lua": ("spec/a_spec.lua", 'it("a", function() assert.is_true(f()) end)\n', (1, 0)),
    "Objective-C": ("Tests/ATests.m", "- (void)testA { XCTAssert(f()); }\n", (1, 0)),
    "Erlang": ("test/a_test.erl", "a_test() -> ?assert(f()).\nb_test_() -> [].\n", (2, 0)),
    "Haskell": ("test/ASpec.hs", 'it "a" $ f `shouldBe` 1\n', (1, 0)),
    "Clojure": ("test/a_test.clj", "(deftest a (is (= 1 (f))))\n", (1, 0)),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRITTEN)
def test_cases_of_every_language(kind: str) -> None:
    path, text, counted = WRITTEN[kind]
    assert language(path) == kind
    assert code.tests(path, text) == counted


def test_every_language_with_a_convention_has_its_row() -> None:
    assert set(WRITTEN) == set(CASES)
    assert set(CASES) <= set(LANGUAGES.values())


@pytest.mark.parametrize(
    ("path", "text", "counted"),
    [
        ("tests/test_a.py", "@pytest.mark.skip\ndef test_a():\n    assert f()\n\ndef test_b():\n    assert f()\n", (1, 1)),
        ("tests/test_a.py", "@pytest.mark.skipif(WINDOWS)\ndef test_a():\n    assert f()\n", (1, 0)),
        ("a.test.js", "it.skip('a', () => expect(f()))\nxit('b', f)\nit('c', f)\n", (0, 2)),
        ("a.test.js", "test.todo('a')\ntest('b', () => expect(f()))\n", (1, 0)),
        ("a_test.go", 'func TestA(t *testing.T) {\n\tt.Skip()\n}\nfunc TestB(t *testing.T) { t.Error("x") }\n', (1, 1)),
        ("src/test/ATest.java", "@Disabled\n@Test\nvoid a() { assertTrue(f()); }\n", (0, 1)),
        ("tests/ATest.php", "function testA() { $this->markTestSkipped(); }\nfunction testB() { $this->assertTrue(f()); }\n", (1, 1)),
    ],
)  # fmt: skip
def test_skipped_cases(path: str, text: str, counted: tuple[int, int]) -> None:
    assert code.tests(path, text) == counted


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/a.py", "def test_connection():\n    assert f()\n"),
        ("README.md", "def test_a(): assert 1\n"),
        ("tests/test_a.py", "# def test_a():\n#     assert f()\n"),
        ("tests/test_a.py", '"""\ndef test_a():\n    assert f()\n"""\n'),
        ("tests/test_a.py", "def test_a():\n    assert True\n"),
        ("tests/test_a.py", ""),
        ("a.test.js", "// it('a', () => expect(f()))\n"),
        ("a.test.js", "/* it('a', () => expect(f())) */\n"),
        ("tests/data.json", '{"test(": 1}'),
        ("tests/conftest.py", "import pytest\n\n@pytest.fixture\ndef server():\n    assert f()\n"),
    ],
)
def test_what_is_no_test(path: str, text: str) -> None:
    assert code.tests(path, text)[0] == 0


def test_examples_in_documentation_are_tests_where_they_are_run() -> None:
    text = 'def f(x):\n    """Doubles.\n\n    >>> f(2)\n    4\n    """\n'
    assert code.tests("src/a.py", text) == (0, 0)
    assert code.tests("src/a.py", text + "if __name__ == '__main__':\n    import doctest\n") == (1, 0)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a/b.PY", "Python"), ("a.tsx", "TypeScript"), ("Makefile", ""), ("a.b/c", ""), (".py", "Python"), ("a.xyz", "")],
)
def test_languages(path: str, kind: str) -> None:
    assert language(path) == kind


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('KEY = os.environ.get("SECRET_KEY", "insecure-value")', "SECRET_KEY"),
        ("KEY = os.getenv('DB_PASSWORD', 'hunter22')", "DB_PASSWORD"),
        ("SECRET = env('JWT_SECRET', default='abcd1234')", "JWT_SECRET"),
        ('const k = process.env.API_KEY || "abcd1234"', "API_KEY"),
        ("const k = process.env['AUTH_TOKEN'] ?? 'abcd1234'", "AUTH_TOKEN"),
        ("k = ENV['SESSION_KEY'] || 'abcd1234'", "SESSION_KEY"),
        ("k = ENV.fetch('API_KEY', 'abcd1234')", "API_KEY"),
        ("export KEY=${ENCRYPTION_KEY:-abcd1234}", "ENCRYPTION_KEY"),
    ],
)
def test_literal_fallbacks_for_secrets(line: str, name: str) -> None:
    (found,) = fallbacks(f"\n{line}\n")
    assert (found.name, found.line) == (name, 2)
    assert "abcd1234" not in repr(found)
    assert "insecure-value" not in repr(found)


@pytest.mark.parametrize(
    "line",
    [
        'KEY = os.environ["SECRET_KEY"]',
        'KEY = os.environ.get("SECRET_KEY", "")',
        'KEY = os.environ.get("SECRET_KEY", "required")',
        'KEY = os.environ.get("SECRET_KEY_FILE", "settings.ini")',
        'KEY = os.environ.get("SECRET_KEY", "/run/secrets/key")',
        'KEY = os.environ.get("PASSWORD_MIN_LENGTH", "1234")',
        'KEY = os.environ.get("HOST", "localhost-name")',
        '# KEY = os.environ.get("SECRET_KEY", "insecure-value")',
        'KEY = os.environ.get("SECRET_KEY", "insecure-value") if DEBUG else None  # debug',
        'KEY = os.environ.get("API_KEY", "$OTHER_KEY")',
        "export KEY=${SECRET_KEY:?must be set}",
    ],
)
def test_what_is_no_literal_fallback(line: str) -> None:
    assert fallbacks(line) == ()


@pytest.mark.parametrize(
    ("line", "count"),
    [("x = 1  # nosec", 1), ("x = 1  # nosec B101: checked above", 0), ("x()  // nosemgrep", 1), ("x = 1  # noqa: S101", 1), ("x = 1  # noqa: E501", 0), ("x = 1", 0), ("x // #nosec", 1)],
)  # fmt: skip
def test_analysers_that_are_silenced_without_a_word(line: str, count: int) -> None:
    assert suppressions(f"{line}\n") == count


@pytest.mark.parametrize(
    ("data", "path", "form"),
    [
        (b"\x7fELF\x02", "a", "ELF"),
        (b"MZ" + b"\0" * 100 + b"PE\0\0", "a.exe", "PE"),
        (b"MZ is how this text begins", "a.txt", ""),
        (b"\xcf\xfa\xed\xfe", "a", "Mach-O"),
        (b"\0asm\x01", "a.wasm", "WebAssembly"),
        (b"PK\x03\x04", "a.jar", "Java archive"),
        (b"PK\x03\x04", "a.zip", ""),
        (b"#!/bin/sh\n", "a", ""),
        (b"", "a", ""),
    ],
)
def test_executables(data: bytes, path: str, form: str) -> None:
    assert executable(data, path) == form


@given(st.binary(max_size=64), st.text(max_size=8))
def test_any_bytes_have_a_form_or_none(data: bytes, path: str) -> None:
    assert isinstance(executable(data, path), str)


@given(st.text(max_size=120), st.sampled_from([path for path, _, _ in WRITTEN.values()]))
def test_any_text_is_counted(text: str, path: str) -> None:
    cases, skipped = code.tests(path, text)
    assert cases >= 0
    assert skipped >= 0
    assert suppressions(text) >= 0
    assert all(each.line >= 1 for each in fallbacks(text))


TRAPS = ['"""' * 30_000, "/*" * 50_000, "env(" * 20_000, "${" * 50_000, "SECRET_" * 15_000, "env('" + "SECRET" * 15_000, "test(" * 20_000, "assert " * 15_000, "it.each" * 15_000, " " * 100_000, "#" * 100_000, "process.env." * 8_000, "def test_" + "a" * 90_000, "\n" * 100_000, "config('KEY', '" * 6_000]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
def test_traps_for_patterns_do_no_harm(text: str) -> None:
    for kind in ("Python", "JavaScript", "C"):
        path, _, _ = WRITTEN[kind]
        assert sum(code.tests(path, text)) <= len(text)
    assert len(fallbacks(text)) <= len(text)
    assert suppressions(text) == 0

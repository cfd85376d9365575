"""Test files with the right names at the right places, in which nothing is tested."""

from assay.testing.corpus import Liar

REPOSITORIES = (
    Liar(
        name="every test is skipped",
        pretends="Suites in five languages; every case carries the mark that keeps it from running.",
        baits=("1.3.1/a",),
        files={
            "tests/test_access.py": "import pytest\n\n\n@pytest.mark.skip(reason='flaky')\ndef test_access():\n    assert check() == 1\n\n\n@pytest.mark.skip\ndef test_roles():\n    assert roles() == []\n",
            "src/app.test.js": "xit('adds', () => { expect(add(1, 2)).toBe(3) })\nit.skip('subtracts', () => { expect(sub(2, 1)).toBe(1) })\nit.todo('divides')\n",
            "src/test/java/AppTest.java": "import org.junit.jupiter.api.*;\n\nclass AppTest {\n  @Test\n  @Disabled\n  void adds() { Assertions.assertEquals(3, App.add(1, 2)); }\n}\n",
            "src/lib.rs": "#[cfg(test)]\nmod tests {\n    #[test]\n    #[ignore]\n    fn adds() { assert_eq!(super::add(1, 2), 3); }\n}\n",
            "app_test.go": 'package app\n\nimport "testing"\n\nfunc TestAdd(t *testing.T) {\n\tt.Skip()\n\tif Add(1, 2) != 3 { t.Fatal() }\n}\n',
        },
        truth={"tests/test_access.py": "def test_access():\n    assert check() == 1\n"},
    ),
    Liar(
        name="tests without a single question",
        pretends="Forty cases that hold nothing, or claim that true is true.",
        baits=("1.3.1/a",),
        files={
            "tests/test_everything.py": "".join(
                f"def test_case_{number}():\n    {'pass' if number % 2 else 'assert True'}\n\n\n"
                for number in range(20)
            ),
            "spec/app.spec.ts": "".join(
                f"it('works {number}', () => {{ {'' if number % 2 else 'expect(true).toBe(true)'} }})\n"
                for number in range(20)
            ),
            "AppTest.java": "class AppTest {\n  @Test void a() { }\n  @Test void b() { assertTrue(true); }\n}\n",
            "app_test.go": 'package app\n\nimport "testing"\n\nfunc TestNothing(t *testing.T) {\n}\n',
        },
        truth={"tests/test_everything.py": "def test_sum():\n    assert total([1, 2]) == 3\n"},
    ),
    Liar(
        name="tests that are all comment",
        pretends="Cases behind comment signs, in a block comment and inside a text.",
        baits=("1.3.1/a",),
        files={
            "tests/test_a.py": "# def test_a():\n#     assert f() == 1\n",
            "tests/test_b.py": 'NOTES = """\ndef test_b():\n    assert f() == 1\n"""\n',
            "src/b.test.js": "/*\ntest('adds', () => {\n  expect(add(1, 2)).toBe(3)\n})\n*/\n",
            "src/test/java/BTest.java": "class BTest {\n/*\n@Test\nvoid b() { assertEquals(1, f()); }\n*/\n}\n",
        },
    ),
    Liar(
        name="files that are only called tests",
        pretends="A folder of tests with test names, fixtures and imports, and not one case.",
        baits=("1.3.1/a",),
        files={
            "tests/__init__.py": "",
            "tests/test_x.py": "",
            "tests/test_y.py": "import app\n",
            "tests/conftest.py": "import pytest\n\n\n@pytest.fixture\ndef client():\n    return object()\n",
            "test/index.test.ts": "export {}\n",
            "spec/spec_helper.rb": "require 'rspec'\n",
            "tests/README.md": "# Tests\n\nEverything is covered by tests: pytest, jest, rspec. Coverage is 100 %.\n",
        },
    ),
    Liar(
        name="tests of somebody else",
        pretends="A rich test suite, in a vendored library.",
        baits=("1.3.1/a",),
        files={
            "vendor/parser/tests/test_parser.py": "def test_parse():\n    assert parse('1') == 1\n",
            "third_party/zlib/test/zlib_test.go": "package zlib\n\nfunc TestInflate(t *testing.T) {\n\tif inflate() != 1 { t.Fatal() }\n}\n",
            "node_modules/left-pad/test.test.js": "test('pads', () => { expect(pad('a', 2)).toBe(' a') })\n",
        },
    ),
)

"""Composer, Bundler, and a product that is an image."""

from assay.testing.corpus import Honest

HASH = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"

REPOSITORIES = (
    Honest(
        name="a Composer application with its own scripts",
        ecosystem="Composer",
        system="GitLab CI",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.1/a", "lockfile-present"),
            ("1.2.1/c", "lockfile-in-sync"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.3/a", "new-component-gate"),
            ("1.3.1/a", "tests-exist"),
            ("1.4.5/a", "secret-scanning-active"),
        ),
        files={
            "README.md": "# Wharf\n\nWharf plans berths.\n",
            "composer.json": '{"name": "wharf/app", "type": "project", "require": {"php": ">=8.3", "monolog/monolog": "^3.7"}, "scripts": {"test": ["@php vendor/bin/phpunit --testdox"]}}\n',
            "composer.lock": '{"content-hash": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "packages": [{"name": "monolog/monolog", "version": "3.7.0", "dist": {"type": "zip", "url": "https://api.example/monolog.zip", "reference": "f4393b648b78a5408747de94fca38beb5f7e9ef8", "shasum": ""}}], "packages-dev": []}\n',
            "artisan": "#!/usr/bin/env php\n<?php\n",
            "tests/Unit/BerthTest.php": "<?php\n\nuse PHPUnit\\Framework\\TestCase;\n\nfinal class BerthTest extends TestCase\n{\n    public function testLength(): void\n    {\n        $this->assertSame(3, Berth::length(1, 2));\n    }\n}\n",
            "Dockerfile": "FROM composer:2.8.2@sha256:5248900ab8b5f7f880c2d62180e40960cd87f60149ec9a1abfd62ac72a02577c AS vendor\nWORKDIR /app\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev --no-scripts\nFROM php:8.3.13-fpm@sha256:4bb4e0d5eb6b5a1e6d5c1d0b9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c\nCOPY --from=vendor /app/vendor /app/vendor\nCOPY . /app\n",
            ".gitlab-ci.yml": "stages: [test]\ninclude:\n  - template: Jobs/Secret-Detection.gitlab-ci.yml\nphpunit:\n  stage: test\n  script:\n    - composer install\n    - composer test\n    - composer audit\n",
        },
    ),
    Honest(
        name="a Ruby gem released from its repository",
        ecosystem="Bundler",
        system="GitHub Actions",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.1/c", "lockfile-in-sync"),
            ("1.3.1/a", "tests-exist"),
            ("2.1.2/b", "federated-ci-credentials"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("1.2.2/c", "ci-dependency-pinned"),
            ("1.2.3/a", "new-component-gate"),
        ),
        files={
            "README.md": "# Oar\n\nOar rows.\n",
            "Gemfile": 'source "https://rubygems.org"\n\ngem "rack", "~> 3.1"\ngem "rake", "~> 13.2"\n',
            "Gemfile.lock": f"GEM\n  remote: https://rubygems.org/\n  specs:\n    rack (3.1.8)\n    rake (13.2.1)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rack (~> 3.1)\n  rake (~> 13.2)\n\nCHECKSUMS\n  rack (3.1.8) sha256={HASH}\n  rake (13.2.1) sha256={HASH}\n\nBUNDLED WITH\n   2.5.22\n",
            "Rakefile": 'require "rake/testtask"\n\nRake::TestTask.new\n',
            "test/test_oar.rb": 'require "minitest/autorun"\n\nclass TestOar < Minitest::Test\n  def test_rows\n    assert_equal 3, Oar.row(1, 2)\n  end\nend\n',
            ".github/workflows/ruby.yml": f"on: [push, pull_request]\npermissions: {{contents: read}}\njobs:\n  test:\n    strategy:\n      matrix: {{ruby: ['3.2', '3.3']}}\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n      - uses: ruby/setup-ruby@0481980f17b760ef6bca5e8c55809102a0af1e5a # v1.263.0\n        with: {{ruby-version: '${{{{ matrix.ruby }}}}', bundler-cache: true}}\n      - run: bundle exec rake test\n      - run: bundle exec bundler-audit check --update\n",
            ".github/workflows/push_gem.yml": f"on: {{push: {{tags: ['v*']}}}}\npermissions: {{contents: read}}\njobs:\n  push:\n    runs-on: ubuntu-24.04\n    environment: release\n    permissions: {{contents: write, id-token: write}}\n    steps:\n      - uses: {CHECKOUT}\n      - uses: ruby/setup-ruby@0481980f17b760ef6bca5e8c55809102a0af1e5a # v1.263.0\n        with: {{ruby-version: '3.3', bundler-cache: true}}\n      - run: bundle exec rake test\n      - uses: rubygems/release-gem@a25424ba2ba8b387abc8ef40807c2c85b96cbe32 # v1.1.1\n",
        },
    ),
    Honest(
        name="an image built in stages from digests",
        ecosystem="container",
        system="GitHub Actions",
        shows=(
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.2/c", "base-image-pinned"),
            ("1.2.3/a", "new-component-gate"),
            ("1.2.5/a", "update-automation-coverage"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("3.1.1/a", "release-signing-configured"),
            ("3.3.1/a", "vulnerability-matching-operated"),
            ("1.3.2/a", "ci-runs-tests"),
        ),
        files={
            "README.md": "# Buoy\n\nBuoy is a proxy in a container.\n",
            "app/package.json": '{"name": "buoy", "private": true, "dependencies": {"fastify": "^5.0.0"}}\n',
            "app/package-lock.json": f'{{"name": "buoy", "lockfileVersion": 3, "packages": {{"": {{"name": "buoy", "dependencies": {{"fastify": "^5.0.0"}}}}, "node_modules/fastify": {{"version": "5.0.0", "resolved": "https://registry.npmjs.example/fastify.tgz", "integrity": "sha512-{"A" * 86}=="}}}}}}\n',
            "Dockerfile": "# syntax=docker/dockerfile:1\nFROM node:22.11.0@sha256:b64ced2e7cd0a4816699fe308ce6e8a08ccba463c757c00c14cd372e3d2c763e AS base\nWORKDIR /app\n\nFROM base AS deps\nCOPY app/ ./\nRUN npm ci --omit=dev\n\nFROM gcr.io/distroless/nodejs22@sha256:5eb8b8a0a5a1d1d9d3e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f\nCOPY --from=deps /app /app\nUSER nonroot\n",
            "tests/smoke.bats": '@test "it answers" {\n  run curl -fsS http://localhost:8080/health\n  [ "$status" -eq 0 ]\n}\n',
            ".github/dependabot.yml": "version: 2\nupdates:\n  - {package-ecosystem: docker, directory: /, schedule: {interval: weekly}}\n  - {package-ecosystem: npm, directory: /app, schedule: {interval: weekly}}\n  - {package-ecosystem: github-actions, directory: /, schedule: {interval: weekly}}\n",
            ".github/workflows/image.yml": f"on:\n  push: {{branches: [main], tags: ['v*']}}\n  pull_request:\n  schedule: [{{cron: '30 2 * * *'}}]\npermissions: {{contents: read}}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n      - run: docker build -t buoy:test . && docker run -d -p 8080:8080 buoy:test\n      - run: bats tests\n      - uses: aquasecurity/trivy-action@dc5a429b52fcf669ce959baa2c2dd26090d2a6c4 # 0.32.0\n        with: {{image-ref: 'buoy:test', exit-code: '1', severity: 'HIGH,CRITICAL'}}\n  publish:\n    if: startsWith(github.ref, 'refs/tags/')\n    needs: test\n    runs-on: ubuntu-24.04\n    permissions: {{contents: read, packages: write, id-token: write}}\n    steps:\n      - uses: {CHECKOUT}\n      - uses: docker/login-action@184bdaa0721073962dff0199f1fb9940f07167d1 # v3.5.0\n        with: {{registry: ghcr.io, username: '${{{{ github.actor }}}}', password: '${{{{ github.token }}}}'}}\n      - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83 # v6.18.0\n        with: {{push: true, tags: 'ghcr.io/buoy/buoy:${{{{ github.ref_name }}}}'}}\n      - run: cosign sign --yes ghcr.io/buoy/buoy:$GITHUB_REF_NAME\n",
        },
    ),
)

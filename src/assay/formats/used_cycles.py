"""Finds the products with a known life cycle that containers, pipelines, tool files and locks name, with their version."""

import json
import re
from collections.abc import Iterator, Mapping

from assay.domain.evidence import Unread
from assay.facts.ci import CiPipelines, Job, Part, Step
from assay.facts.containers import Containers, Dockerfile, Stage
from assay.facts.life_cycles import LifeCycles, Product, Usage, Use
from assay.facts.lock_files import LockFiles
from assay.facts.roots import Root, Roots, Scope
from assay.facts.texts import Texts

VERSION = re.compile(r"v?(\d+(?:\.\d+)*)")
WHOLE_VERSION = re.compile(r"v?\d+(?:\.\d+)*(?:[-+_][\w.+-]*)?")
ALPINE = re.compile(r"alpine(\d+\.\d+)")
OFFICIAL_PREFIX = re.compile(
    r"^(docker\.io/|index\.docker\.io/|public\.ecr\.aws/docker/)?(library/)?|^[\w.:-]+/(.*/)?library/"
)
TEST_PLACE = re.compile(
    r"(^|/)(test\w*|its|integration\w*|fuzz\w*|e2e\w*|playwright|cypress|hack|ci)(-\w{1,30})*/", re.IGNORECASE
)
"""Folders whose images are made to test or develop."""
OTHER_SYSTEM = re.compile(r"alpine|windows|nano|ubi|oracle|ubuntu|debian|al20|amazon|cross|onbuild", re.IGNORECASE)
DISTROLESS = re.compile(r"gcr\.io/distroless/[\w-]{1,40}-debian(\d+)$")
RUNNER = re.compile(r"ubuntu-(\d\d\.\d\d)(-arm)?$")
REGISTRIES = {
    "poetry": "pypi", "uv": "pypi", "pip": "pypi", "pdm": "pypi", "pipenv": "pypi", "npm": "npm", "yarn": "npm", "pnpm": "npm", "bun": "npm",
    "bundler": "gem", "composer": "composer", "maven": "maven", "gradle": "maven",
}  # fmt: skip
TOOL_NAMES = {"python": "python", "nodejs": "nodejs", "node": "nodejs", "golang": "go", "go": "go", "ruby": "ruby", "php": "php", "java": "java"}  # fmt: skip
JAVA_MAKERS = {"temurin": "java", "adopt": "java", "adopt-hotspot": "java", "corretto": "corretto"}
DOTNET_TARGET = re.compile(r"net(?:coreapp)?(\d+\.\d+)(?:-\w+)?$")


def find(
    life_cycles: LifeCycles, containers: Containers, ci: CiPipelines, texts: Texts, roots: Roots, locks: LockFiles
) -> tuple[tuple[Use, ...], tuple[Unread, ...]]:
    """Every use, by place, and the shipped bases no life cycle could be told for. Version lists that test compatibility, ranges and minimum versions are no use."""
    reader = _Reader(life_cycles)
    found = [
        *reader.images(containers),
        *reader.services(containers),
        *reader.pipelines(ci),
        *reader.tool_files(texts),
        *reader.frameworks(roots, locks),
    ]
    ordered = sorted(dict.fromkeys(found), key=lambda each: (each.path, each.line, each.product, each.usage))
    return tuple(ordered), tuple(reader.untold(containers))


class _Reader:
    def __init__(self, life_cycles: LifeCycles) -> None:
        self.by_id = {each.id: each for each in life_cycles.products}
        self.by_image = {image: each for each in life_cycles.products for image in each.images if "{}" not in image}
        self.by_numbered_image = [
            (re.compile(re.escape(image).replace(r"\{\}", r"(\d+)") + r"(?=$|[/-])"), each)
            for each in life_cycles.products
            for image in each.images
            if "{}" in image
        ]
        self.by_set_up = {name: each for each in life_cycles.products for name in each.set_ups}
        self.by_file = {name: each for each in life_cycles.products for name in each.files}
        self.by_package = {name: each for each in life_cycles.products for name in each.packages}

    def image(self, part: Part) -> Iterator[tuple[Product, str]]:
        """The products an image reference names: the one it is of, and the system its tag tells."""
        for pattern, product in self.by_numbered_image:
            if match := pattern.match(part.name.lower()):
                yield product, match.group(1)
                return
        if match := DISTROLESS.match(part.name.lower()):
            yield self.by_id["debian"], match.group(1)
        own, tag = self.official(part), _tag(part)
        words = re.split(r"[-_]", tag.lower())
        systems = list(self.systems(words, own))
        yield from systems
        if own is None or not tag:
            return
        if (version := _version(tag)) or (
            version := next((own.codenames[each] for each in words if each in own.codenames), "")
        ):
            yield own, version
        if own.base and not systems and not any(OTHER_SYSTEM.match(word) for word in words):
            yield self.by_id[own.base], ""

    def official(self, part: Part) -> Product | None:
        """The product whose official image this is."""
        low = part.name.lower()
        return self.by_image.get(OFFICIAL_PREFIX.sub("", low, count=1)) or self.by_image.get(low)

    def systems(self, words: list[str], own: Product | None) -> Iterator[tuple[Product, str]]:
        """The systems the words of a tag tell, other than the image's own product; short-lived code names may mean others."""
        for word in words:
            if match := ALPINE.match(word):
                yield self.by_id["alpine"], match.group(1)
            for system in ("debian", "ubuntu"):
                product = self.by_id[system]
                version = product.codenames.get(word, "")
                if version and product is not own and (own or system == "debian" or version in product.paid):
                    yield product, version

    def images(self, containers: Containers) -> Iterator[Use]:
        for file in _shipping(containers):
            last = _first_of_chain(file)
            for stage in file.stages:
                if stage.base:
                    usage = Usage.SHIPPED if stage is last else Usage.BUILD
                    for product, version in self.image(stage.base):
                        yield _use(product, version, usage, stage.base.path, stage.line, released=file.released)

    def untold(self, containers: Containers) -> Iterator[Unread]:
        """The bases of images that no listed product with a version could be read from."""
        for file in _shipping(containers):
            stage = _first_of_chain(file)
            if stage and stage.base and not any(version for _, version in self.image(stage.base)):
                yield _untold(stage.base, is_listed=bool(self.official(stage.base)))

    def services(self, containers: Containers) -> Iterator[Use]:
        for file in containers.compose:
            if not file.set_aside and not TEST_PLACE.search(file.path):
                for service in file.services:
                    if service.image:
                        for product, version in self.image(service.image):
                            yield _use(product, version, Usage.SERVICE, file.path, service.line)

    def pipelines(self, ci: CiPipelines) -> Iterator[Use]:
        releasing = {(pipeline.path, job.id) for pipeline, job in ci.release_path}
        for pipeline, job in ci.jobs:
            usage = Usage.BUILD if (pipeline.path, job.id) in releasing else Usage.TEST
            for part in job.images:
                for product, version in self.image(part):
                    yield _use(product, version, usage, part.path, part.line, released=usage is Usage.BUILD)
            if usage is Usage.BUILD:
                yield from self.tools(job)

    def tools(self, job: Job) -> Iterator[Use]:
        for label in job.runner:
            if match := RUNNER.match(label):
                yield _use(self.by_id["ubuntu"], match.group(1), Usage.BUILD, job.path, job.line, released=True)
        for step in job.steps:
            product = self.by_set_up.get(step.part.name.rpartition("/")[2]) if step.part else None
            if product and product.id == "java":
                product = self.by_id.get(JAVA_MAKERS.get(step.inputs.get("distribution", "").lower(), ""))
            if product and (version := _set_up_version(step)):
                yield _use(product, version, Usage.BUILD, step.path, step.line, released=True)

    def tool_files(self, texts: Texts) -> Iterator[Use]:
        for path, text in texts.named(*self.by_file):
            product = self.by_file[path.rpartition("/")[2].lower()]
            first, line = next(
                ((each.strip(), n) for n, each in enumerate(text.splitlines(), 1) if each.strip()), ("", 1)
            )
            if path.endswith("global.json"):
                first, line = _sdk(text), 1
            if WHOLE_VERSION.fullmatch(first):
                yield _use(product, _version(first), Usage.DECLARED, path, line)
        for path, text in texts.named(".tool-versions"):
            for line, each in enumerate(text.splitlines(), 1):
                words = each.partition("#")[0].split()
                if len(words) == 2 and words[0] in TOOL_NAMES and WHOLE_VERSION.fullmatch(words[1]):
                    yield _use(self.by_id[TOOL_NAMES[words[0]]], _version(words[1]), Usage.DECLARED, path, line)

    def frameworks(self, roots: Roots, locks: LockFiles) -> Iterator[Use]:
        by_lock = {lock.path: {each.name.lower(): each for each in lock.packages} for lock in locks.locks}
        for root in roots.applications:
            yield from self.of_root(root, roots, by_lock.get(root.lock, {}))

    def of_root(self, root: Root, roots: Roots, locked: Mapping[str, object]) -> Iterator[Use]:
        registry = REGISTRIES.get(root.ecosystem, root.ecosystem)
        for manifest in roots.manifests:
            if manifest.path != root.manifest:
                continue
            for dependency in manifest.dependencies:
                product = self.by_package.get(f"{registry}:{dependency.name.lower()}")
                if product is None or dependency.scope is not Scope.RUNTIME:
                    continue
                package = locked.get(dependency.name.lower())
                version = _version(
                    str(getattr(package, "version", "")) or (dependency.requirement if dependency.exact else "")
                )
                if version:
                    path, line = (
                        (root.lock, getattr(package, "line", 0)) if package else (manifest.path, dependency.line)
                    )
                    yield _use(product, version, Usage.FRAMEWORK, path, line)
            for name, version, line in manifest.tools:
                if name == ".NET" and (match := DOTNET_TARGET.fullmatch(version.strip())):
                    yield _use(self.by_id["dotnet"], match.group(1), Usage.FRAMEWORK, manifest.path, line)


def _use(product: Product, version: str, usage: Usage, path: str, line: int, *, released: bool | None = None) -> Use:
    return Use(product.id, version, product.cycle(version), usage, path, line, released)


def _tag(part: Part) -> str:
    """The tag of an image reference, also where a digest follows it."""
    if not part.version.startswith("sha256:"):
        return part.version
    return part.text.partition("@")[0].rpartition("/")[2].partition(":")[2]


def _version(text: str) -> str:
    match = VERSION.match(text.strip())
    return match.group(1) if match else ""


def _shipping(containers: Containers) -> list[Dockerfile]:
    return [file for file in containers.dockerfiles if not file.set_aside and not TEST_PLACE.search(file.path)]


def _untold(base: Part, *, is_listed: bool) -> Unread:
    reason, would_show = "is of a product the life-cycle data does not list", "its maker's end-of-support date"
    if is_listed:
        reason, would_show = "names no version", "a version in the tag"
    elif "$" in base.name:
        reason, would_show = "is a variable", "a default for the variable"
    return Unread(f"{base.path}:{base.line}", f"the base image {base.text[:80]} {reason}", would_show)


def _first_of_chain(file: Dockerfile) -> Stage | None:
    """The stage whose base the last stage, and so the image, really starts from."""
    stage = file.stages[-1]
    for _ in file.stages:
        if not stage.from_stage:
            return stage
        found = next((each for each in file.stages if each.name.lower() == stage.from_stage.lower()), None)
        if found is None:
            return None
        stage = found
    return None


def _set_up_version(step: Step) -> str:
    """The one literal version a set-up step asks for; empty for lists, ranges, expressions and files."""
    text = next(
        (value for key, value in step.inputs.items() if key.endswith("-version") and "file" not in key), ""
    ).strip()
    return _version(text) if re.fullmatch(r"v?\d+(\.(\d+|x|\*))*", text) else ""


def _sdk(text: str) -> str:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    sdk = found.get("sdk") if isinstance(found, dict) else None
    return str(sdk.get("version", "")) if isinstance(sdk, dict) else ""

"""Tasks of Azure Pipelines: what their inputs tell they do, which script they run, and which connections they use."""

import re
from collections.abc import Mapping

from assay.facts.ci import Does, Step

SCRIPTS = ("script", "bash", "pwsh", "powershell")
TASKS: dict[str, dict[str, Does]] = {
    "DotNetCoreCLI": {"test": Does.TEST, "push": Does.PUBLISH, "build": Does.BUILD, "publish": Does.BUILD},
    "VSTest": {"": Does.TEST}, "VisualStudioTestPlatformInstaller": {},
    "NuGetCommand": {"push": Does.PUBLISH}, "Docker": {"push": Does.PUBLISH, "buildandpush": Does.PUBLISH, "build": Does.BUILD},
    "Npm": {"publish": Does.PUBLISH}, "GitHubRelease": {"": Does.PUBLISH}, "TwineAuthenticate": {}, "UniversalPackages": {"publish": Does.PUBLISH},
    "AzureWebApp": {"": Does.DEPLOY}, "AzureRmWebAppDeployment": {"": Does.DEPLOY}, "KubernetesManifest": {"deploy": Does.DEPLOY},
    "CredScan": {"": Does.SECRET_SCAN}, "AdvancedSecurity-Codeql-Analyze": {"": Does.STATIC_ANALYSIS}, "AdvancedSecurity-Dependency-Scanning": {"": Does.VULNERABILITY_MATCH},
    "dependency-check-build-task": {"": Does.VULNERABILITY_MATCH}, "SonarQubeAnalyze": {"": Does.STATIC_ANALYSIS}, "SonarCloudAnalyze": {"": Does.STATIC_ANALYSIS}, "EsrpCodeSigning": {"": Does.SIGN},
    "AzureCLI": {}, "Bash": {}, "PowerShell": {}, "ManifestGeneratorTask": {"": Does.SBOM},
}  # fmt: skip
USUAL_COMMAND = {"Docker": "buildandpush", "Npm": "install", "DotNetCoreCLI": "build", "NuGetCommand": "restore"}
"""What a task does where the definition does not say."""
CONNECTIONS = frozenset(
    "azuresubscription connectedservicename connectedservicenamearm containerregistry dockerregistryserviceconnection kubernetesserviceconnection"
    " githubconnection publishendpoint publishfeedcredentials externalfeedcredentials sonarqube sonarcloud serviceconnection awscredentials connectedservice".split()
)
"""Inputs that name a service connection, in lower case."""
MACRO = re.compile(r"\$\(([A-Za-z_][\w.-]{0,100})\)|\$\{\{\s*variables\.([\w.]{1,100})\s*\}\}")


def as_script(task: str, command: str, inputs: Mapping[str, str]) -> str:
    """What a task runs, as a script."""
    arguments = inputs.get("arguments") or inputs.get("restoreArguments") or ""
    if task == "Npm":
        custom = inputs.get("customCommand", "")
        return f"npm {custom}" if command == "custom" else f"npm {command}" if command in ("ci", "install") else ""
    if task == "DotNetCoreCLI" and command in ("restore", "custom"):
        return (
            f"dotnet {command} {arguments}"
            if command == "restore"
            else f"dotnet {inputs.get('custom', '')} {arguments}"
        )
    if task in ("Maven", "Gradle"):
        tool, usual = ("mvn", "package") if task == "Maven" else ("./gradlew", "build")
        return f"{tool} {inputs.get('goals') or inputs.get('tasks') or usual} {inputs.get('options', '')}"
    if task in ("Bash", "ShellScript"):
        file = inputs.get("filePath") or inputs.get("scriptPath") or ""
        return inputs.get("script") or (f"bash {file} {arguments}" if file else "")
    return inputs.get("script") or inputs.get("inlineScript") or ""


def filled(script: str, env: Mapping[str, str]) -> str:
    """The script with the variables of the pipeline that are written out; others stay variables of the shell."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2)
        known = env.get(name, "")
        if known and "$" not in known:
            return known
        return f"${{{name}}}" if "." in name or name in env else match.group()

    return MACRO.sub(value, script)


def in_shell(env: Mapping[str, str]) -> dict[str, str]:
    """The variables by the names a shell knows them under."""
    return {re.sub(r"[.\s]", "_", name).upper(): value for name, value in env.items()} | dict(env)


def connections(steps: list[Step]) -> frozenset[str]:
    """The service connections that steps use."""
    return frozenset(
        f"connection {value}"
        for step in steps
        for name, value in step.inputs.items()
        if name.lower() in CONNECTIONS and value
    )

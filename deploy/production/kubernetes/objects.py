"""What the chart is made of: a program's deployment, what prepares, the way to the doors, and who may speak with whom.

Pure. What Helm fills in stands between << and >>: one word, or lines with ;; before each.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from deploy.machine import keys
from deploy.processes import Process
from deploy.production.told import PORTS, fixed_for, programs
from deploy.production.units import STOPS_WITHIN_S

Object = dict[str, Any]
CODE_USER = 1000
"""Whom the image makes (deploy/Dockerfile)."""
MOST_MEMORY = {"service": "512Mi", "worker": "1Gi"}
SECRETS, CERTIFICATES = "/run/secrets", "/etc/luotsi/tls"
STREAMS, DATABASES = "streams", "databases"
_IMAGE = '<<"{{ .Values.image.repository }}:{{ .Values.image.tag }}">>'
_HOSTS = {
    door: f'{{{{ required "hosts.{door}: its name in browsers" .Values.hosts.{door} }}}}' for door in PORTS
}
_SELECTED = {"app.kubernetes.io/name": "luotsi", "app.kubernetes.io/instance": "<<{{ .Release.Name }}>>"}
_IF_CERTIFICATES = "{{- if .Values.certificates }}"


def objects() -> dict[str, list[Object]]:
    """Template -> its objects."""
    running = list(programs())
    return {
        **{one.name: [*_room(one), _deployment(one)] for one in running},
        "preparations": [_databases(running), _streams()],
        "doors": [*(_service(door) for door in PORTS), _ingress()],
        "networks": [_nobody_comes_in(), *(_may_come_to(door) for door in PORTS), *map(_may_go, running)],
    }


def secret_of(name: str) -> str:
    """The Secret that is handed to a program, or to whoever runs the platform."""
    return f"luotsi-{name}"


def _deployment(process: Process) -> Object:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": _named(f"luotsi-{process.name}", process.name),
        "spec": {
            "replicas": f'<<{{{{ index .Values.replicas "{process.name}" | default 1 }}}}>>',
            "selector": {"matchLabels": _selected(process.name)},
            "template": {"metadata": {"labels": _labels(process.name)}, "spec": _pod(process)},
        },
    }


def _pod(process: Process) -> Object:
    container = {
        **_container(process.name, list(process.command)),
        "env": [*_pairs(_told(process)), _values_of(process.name)],
        "resources": {
            "requests": {"cpu": "50m", "memory": "128Mi"},
            "limits": {"memory": MOST_MEMORY[process.kind]},
        },
        # It waits for its servers by itself, so that it is never killed for their absence: it is not asked then.
        "startupProbe": _probe(process.name, every_s=10, failures=60),
        "readinessProbe": _probe(process.name, every_s=60, failures=3),
    }
    if process.name in PORTS:
        container["ports"] = [{"name": "http", "containerPort": int(PORTS[process.name])}]
    mounts = [*_mounted("secrets", SECRETS), *_mounted("room", "/tmp", read_only=False)]
    volumes = [_secret(secret_of(process.name)), {"name": "room", "emptyDir": {"sizeLimit": "256Mi"}}]
    if _room(process):
        mounts += _mounted("einvoices", "/einvoices", read_only=False)
        volumes.append({"name": "einvoices", "persistentVolumeClaim": {"claimName": "luotsi-einvoices"}})
    return {
        **_as_nobody_in_particular(),
        "terminationGracePeriodSeconds": STOPS_WITHIN_S[process.kind],
        "containers": [{**container, "volumeMounts": [*mounts, _certificates_mounted()]}],
        "volumes": [*volumes, _certificates()],
    }


def _told(process: Process) -> Mapping[str, str]:
    told = fixed_for(process, _HOSTS) | {
        "LUOTSI_SECRETS": SECRETS,
        "LUOTSI_KEYS": SECRETS,
        "LUOTSI_NATS_NKEY": f"{SECRETS}/seed.nk",
    }
    if process.name in PORTS:
        told["LUOTSI_HTTP_HOST"] = "0.0.0.0"
    if _room(process):
        told["LUOTSI_EINVOICE_FOLDER"] = "/einvoices"
    return told


def _probe(name: str, *, every_s: int, failures: int) -> Object:
    asked = {"command": ["python", "-m", "deploy", "health", name]}
    return {"exec": asked, "periodSeconds": every_s, "timeoutSeconds": 30, "failureThreshold": failures}


def _room(process: Process) -> list[Object]:
    """Where a program may write: billing alone."""
    if process.name != "billing":
        return []
    claim = {
        "accessModes": ["ReadWriteOnce"],
        "storageClassName": "<<{{ .Values.einvoices.storageClassName | default nil | toJson }}>>",
        "resources": {"requests": {"storage": "<<{{ .Values.einvoices.size }}>>"}},
    }
    metadata = _named("luotsi-einvoices", "billing")
    return [{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata, "spec": claim}]


def _databases(running: Iterable[Process]) -> Object:
    """Before the programs of this release: their tables, each made as its own role."""
    addresses = [
        {
            "secret": {
                "name": secret_of(one.name),
                "items": [{"key": "luotsi_database_url", "path": f"secrets/{one.name}/luotsi_database_url"}],
            }
        }
        for one in running
    ]
    container = {
        **_container(DATABASES, ["python", "-m", "deploy", "databases", "/etc/luotsi/settings"]),
        "env": [_values_of("")],
        "volumeMounts": [*_mounted("addresses", "/etc/luotsi/settings"), _certificates_mounted()],
    }
    return _job(DATABASES, container, {"name": "addresses", "projected": {"sources": addresses}}, weight=1)


def _streams() -> Object:
    """Declared before anybody speaks or listens."""
    container = {
        **_container(STREAMS, ["python", "-m", "deploy.streams"]),
        "env": [*_pairs({"LUOTSI_NATS_NKEY": f"{SECRETS}/seed.nk"}), _values_of("")],
        "volumeMounts": [*_mounted("secrets", SECRETS), _certificates_mounted()],
    }
    return _job(STREAMS, container, _secret(secret_of(keys.OPERATOR)), weight=2)


def _job(name: str, container: Object, volume: Object, *, weight: int) -> Object:
    hook = {
        "helm.sh/hook": "pre-install,pre-upgrade",
        "helm.sh/hook-weight": f"{weight}",
        "helm.sh/hook-delete-policy": "before-hook-creation",
    }
    words = " ".join(f'"{word}"' for pair in hook.items() for word in pair)
    hooks = f"<<{{{{ ternary (dict {words}) (dict) .Values.hooks | toJson }}}}>>"
    pod = {
        **_as_nobody_in_particular(),
        "restartPolicy": "OnFailure",
        "containers": [container],
        "volumes": [volume, _certificates()],
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {**_named(f"luotsi-{name}", name), "annotations": hooks},
        "spec": {"backoffLimit": 6, "template": {"metadata": {"labels": _labels(name)}, "spec": pod}},
    }


def _service(door: str) -> Object:
    ports = [{"name": "http", "port": 80, "targetPort": "http"}]
    spec = {"selector": _selected(door), "ports": ports}
    return {"apiVersion": "v1", "kind": "Service", "metadata": _named(f"luotsi-{door}", door), "spec": spec}


def _ingress() -> Object:
    def rule(door: str) -> Object:
        backend = {"service": {"name": f"luotsi-{door}", "port": {"name": "http"}}}
        paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
        return {"host": f'<<"{_HOSTS[door]}">>', "http": {"paths": paths}}

    hosts = [f'<<"{host}">>' for host in _HOSTS.values()]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {
            **_named("luotsi", "doors"),
            "annotations": "<<{{- toYaml .Values.ingress.annotations | nindent 4 }}>>",
        },
        "spec": {
            "ingressClassName": "<<{{ .Values.ingress.className }}>>",
            "tls": [{"hosts": hosts, "secretName": "<<{{ .Values.ingress.tls }}>>"}],
            "rules": [rule(door) for door in PORTS],
        },
    }


def _nobody_comes_in() -> Object:
    return _policy("luotsi", "platform", _SELECTED, {"policyTypes": ["Ingress"]})


def _may_come_to(door: str) -> Object:
    coming = [{"ports": [{"protocol": "TCP", "port": "http"}]}]
    told = {"policyTypes": ["Ingress"], "ingress": coming}
    return _policy(f"luotsi-to-{door}", door, _selected(door), told)


def _may_go(process: Process) -> Object:
    """To the servers that it needs, by their ports; notices and billing speak with the world."""
    if process.name in ("notices", "billing"):
        going: list[Object] = [{}]
    else:
        names = ["nats", "postgres", *(["temporal"] if process.kind == "worker" else [])]
        ports: list[Object] = [
            {"protocol": "TCP", "port": f"<<{{{{ .Values.ports.{name} }}}}>>"} for name in names
        ]
        # A door asks a single sign-on, contracts an authority for the time of seals.
        if process.name in (*PORTS, "contracts"):
            ports.append({"protocol": "TCP", "port": 443})
        names_are_asked = [{"protocol": one, "port": 53} for one in ("UDP", "TCP")]
        going = [{"ports": [*names_are_asked, *ports]}]
    told = {"policyTypes": ["Egress"], "egress": going}
    return _policy(f"luotsi-from-{process.name}", process.name, _selected(process.name), told)


def _policy(name: str, component: str, whom: Mapping[str, str], told: Object) -> Object:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": _named(name, component),
        "spec": {"podSelector": {"matchLabels": dict(whom)}, **told},
    }


def _container(name: str, command: list[str]) -> Object:
    return {
        "name": name,
        "image": _IMAGE,
        "imagePullPolicy": "<<{{ .Values.image.pullPolicy }}>>",
        "command": command,
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
    }


def _as_nobody_in_particular() -> Object:
    return {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": CODE_USER,
            "runAsGroup": CODE_USER,
            "fsGroup": CODE_USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }


def _secret(name: str) -> Object:
    return {"name": "secrets", "secret": {"secretName": name, "defaultMode": 0o440}}


def _mounted(name: str, at: str, *, read_only: bool = True) -> list[Object]:
    return [{"name": name, "mountPath": at, **({"readOnly": True} if read_only else {})}]


def _certificates() -> str:
    """By which servers are believed, where somebody has laid them into a ConfigMap."""
    lines = ("- name: certificates", "  configMap:", "    name: {{ .Values.certificates }}", "{{- end }}")
    return _block(_IF_CERTIFICATES, *lines)


def _certificates_mounted() -> str:
    lines = ("- name: certificates", f"  mountPath: {CERTIFICATES}", "  readOnly: true", "{{- end }}")
    return _block(_IF_CERTIFICATES, *lines)


def _values_of(program: str) -> str:
    """What the values tell: every program, and this one besides."""
    own = f'(index .Values.own "{program}" | default dict) ' if program else ""
    return _block(
        f"{{{{- range $name, $value := merge (dict) {own}.Values.settings }}}}",
        "- name: {{ $name }}",
        "  value: {{ $value | quote }}",
        "{{- end }}",
    )


def _block(*lines: str) -> str:
    return f"<<{''.join(f';;{line}' for line in lines)}>>"


def _pairs(told: Mapping[str, str]) -> list[Object]:
    return [
        {"name": name, "value": f'<<"{value}">>' if "{{" in value else value} for name, value in told.items()
    ]


def _named(name: str, component: str) -> Object:
    return {"name": name, "labels": _labels(component)}


def _labels(component: str) -> dict[str, str]:
    more = {
        "app.kubernetes.io/version": "<<{{ .Chart.AppVersion | quote }}>>",
        "app.kubernetes.io/managed-by": "<<{{ .Release.Service }}>>",
    }
    return _selected(component) | more


def _selected(component: str) -> dict[str, str]:
    return _SELECTED | {"app.kubernetes.io/component": component}

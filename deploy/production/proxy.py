"""The web server before the two doors: HTTPS, and nothing else. Pure: a text for nginx."""

from deploy.production.told import PORTS

MOST_SENT = "6m"
"""A file of five megabytes, and the form around it; the doors refuse by their own limits."""
STAYS_OPEN_S = 3600
"""Pages that are told of changes hold their connection; the door sends a sign of life on it."""

MOST_OF_ONE = 1000
"""Requests of one address at a time, as at the doors (`services/web/http/callers.py`), which do not count a proxy's."""

_SHARES = "limit_conn_zone $binary_remote_addr zone=luotsi:10m;\n"
_DOOR = """\
server {{
    listen 443 ssl http2;
    listen [::]:443 ssl http2;
    server_name {host};
    ssl_certificate /etc/luotsi/tls/{host}.pem;
    ssl_certificate_key /etc/luotsi/tls/{host}.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    client_max_body_size {most};
    client_header_timeout 20s;
    client_body_timeout 20s;
    limit_conn luotsi {share};
    limit_conn_status 429;
    location / {{
        proxy_pass http://127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto https;
        proxy_buffering off;
        proxy_read_timeout {open}s;
    }}
}}
"""
_PLAIN = """\
server {{
    listen 80;
    listen [::]:80;
    server_name {hosts};
    return 308 https://$host$request_uri;
}}
"""


def nginx(hosts: dict[str, str]) -> str:
    """hosts: door -> the name by which browsers reach it."""
    doors = [
        _DOOR.format(host=host, port=PORTS[door], most=MOST_SENT, open=STAYS_OPEN_S, share=MOST_OF_ONE)
        for door, host in hosts.items()
    ]
    return "\n".join([_SHARES, *doors, _PLAIN.format(hosts=" ".join(hosts.values()))])

"""Real nginx, Apache and Caddy, started as their packages of Debian bring them, each on a free port."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import cannot_run

_NGINX = """\
worker_processes 1;
pid {run}/pid;
error_log {run}/error.log;
daemon off;
events {{}}
http {{
    access_log off;
    client_body_temp_path {run}; proxy_temp_path {run}; fastcgi_temp_path {run};
    uwsgi_temp_path {run}; scgi_temp_path {run};
    types {{ text/html html; }}
    include {root}/nginx/headers.conf;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        error_page 404 /404.html;
        include {root}/nginx/redirects.conf;
        add_header Link $partwork_link;
        add_header X-Pingback $partwork_x_pingback;
        add_header X-Of-The-Site yes;
    }}
}}
"""
_APACHE = """\
ServerRoot {run}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {run}/pid
ErrorLog {run}/error.log
{modules}
User www-data
Group www-data
DocumentRoot {root}
DirectoryIndex index.html
TypesConfig /etc/mime.types
<Directory {root}>
    AllowOverride All
    Require all granted
</Directory>
Header set X-Of-The-Site yes
"""
_MODULES = "mpm_event authz_core dir alias headers setenvif mime"
_CADDY = """\
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    root * {root}
    header X-Of-The-Site yes
    import {root}/caddy/partwork.caddy
    file_server
    handle_errors {{
        rewrite * /404.html
        file_server
    }}
}}
"""


def _nginx(run: Path, root: Path, port: int) -> list[str]:
    (run / "conf").write_text(_NGINX.format(run=run, root=root, port=port), encoding="utf-8")
    return ["nginx", "-c", str(run / "conf"), "-e", str(run / "error.log")]


def _apache(run: Path, root: Path, port: int) -> list[str]:
    modules = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES.split()
    )
    text = _APACHE.format(run=run, root=root, port=port, modules=modules)
    (run / "conf").write_text(text, encoding="utf-8")
    return ["apache2", "-f", str(run / "conf"), "-DFOREGROUND"]


def _caddy(run: Path, root: Path, port: int) -> list[str]:
    (run / "Caddyfile").write_text(_CADDY.format(root=root, port=port), encoding="utf-8")
    return ["caddy", "run", "--config", str(run / "Caddyfile"), "--adapter", "caddyfile"]


SERVERS: dict[str, Callable[[Path, Path, int], list[str]]] = {
    "nginx": _nginx,
    "apache": _apache,
    "caddy": _caddy,
}


@contextmanager
def serving(name: str, files: Mapping[str, str]) -> Iterator[int]:
    """Serve a site of `files` with its configuration for the host `name`; yield the port."""
    with TemporaryDirectory() as folder:  # pytest's own cannot be read by those who serve
        root, run = Path(folder, "site"), Path(folder, "run")
        for path in (root.parent, run):
            path.mkdir(exist_ok=True)
            path.chmod(0o755)
        for file, text in files.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8")
        with _running(name, run, root) as port:
            yield port


@contextmanager
def _running(name: str, run: Path, root: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = SERVERS[name](run, root, port)
    if not shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin"):
        cannot_run(f"there is no {command[0]}: apt-get install nginx-light apache2 caddy")
    environ = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin", "XDG_DATA_HOME": str(run)}
    with (run / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environ)
    try:
        _wait(server, port, run)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(server: "subprocess.Popen[bytes]", port: int, run: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    told = "".join(path.read_text(errors="replace") for path in run.glob("*log"))
    raise AssertionError(f"the server did not start: {told}")


def get(port: int, path: str) -> tuple[int, dict[str, list[str]], str]:
    """Return status, header fields by lower-case name, and text of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    fields: dict[str, list[str]] = {}
    for key, value in answer.getheaders():
        fields.setdefault(key.lower(), []).append(value)
    text = answer.read().decode()
    connection.close()
    return answer.status, fields, text

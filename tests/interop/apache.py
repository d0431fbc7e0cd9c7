"""An Apache of the run's own: a blog in PHP, and a built site of files, each at an address of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.interop.processes import answers, running

_MODULES = Path("/usr/lib/apache2/modules")
_LOADED = ("mpm_prefork", "authz_core", "dir", "mime", "headers", "rewrite", "alias", "setenvif")


@dataclass(frozen=True)
class Place:
    """Where something is served from: a folder at a port of a loopback address, and who asked for what."""

    host: str
    port: int
    folder: Path
    log: Path

    @property
    def authority(self) -> str:
        """Host and port, as a guard is told whom to trust."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The address, without a slash."""
        return f"http://{self.authority}"

    def asked(self, path: str) -> list[str]:
        """Return who asked for `path`, in order: method, status and User-Agent."""
        found = []
        for line in self.log.read_text().splitlines():
            request, status, agent = line.split("\t")
            method, _, asked = request.partition(" ")
            if asked.startswith(f"{path} "):
                found.append(f"{method} {status} {agent}")
        return found


@contextmanager
def apache(folder: Path, blog: Place, site: Place) -> Iterator[None]:
    """Serve both until the block is left."""
    modules = [f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _LOADED]
    (php,) = _MODULES.glob("libphp*.so")
    config = folder / "apache.conf"
    config.write_text(
        "\n".join(
            [
                f"ServerRoot {folder}",
                "ServerName localhost",
                f"PidFile {folder}/pid",
                f"ErrorLog {folder}/log",
                f"DefaultRuntimeDir {folder}",
                *modules,
                f"LoadModule php_module {php}",
                "User www-data",  # heeded where root starts it
                "Group www-data",
                "TypesConfig /etc/mime.types",
                "AddDefaultCharset utf-8",
                "DirectoryIndex index.php index.html",
                r'LogFormat "%r\t%>s\t%{User-Agent}i" asked',
                *_host(blog, r"<FilesMatch \.php$>", "SetHandler application/x-httpd-php", "</FilesMatch>"),
                *_host(site),
                "",
            ]
        )
    )
    command = ["/usr/sbin/apache2", "-f", config, "-DFOREGROUND"]
    with running(command, folder / "log", lambda: all(answers(one.host, one.port) for one in (blog, site))):
        yield


def _host(place: Place, *more: str) -> list[str]:
    return [
        f"Listen {place.authority}",
        f"<VirtualHost {place.authority}>",
        f"ServerName {place.host}",
        f"DocumentRoot {place.folder}",
        f"CustomLog {place.log} asked",
        f"<Directory {place.folder}>",
        "Require all granted",
        "AllowOverride All",  # .htaccess is how each of them says what this server does for it
        "</Directory>",
        *more,
        "</VirtualHost>",
    ]

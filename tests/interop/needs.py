"""What must be installed, and the Debian package that brings it. Nothing is installed from here."""

import subprocess
import sys
from pathlib import Path

WORDPRESS = Path("/usr/share/wordpress")
THEMES = ("twentytwentythree", "twentytwentyone")  # 6.1's own theme of blocks, and one of templates

_BROUGHT_BY = {
    "usr/share/wordpress/wp-load.php": "wordpress",
    **{f"usr/share/wordpress/wp-content/themes/{name}": f"wordpress-theme-{name}" for name in THEMES},
    "usr/sbin/apache2": "apache2",
    "usr/lib/apache2/modules/libphp*.so": "libapache2-mod-php",
    "usr/bin/php": "php-cli",
    "etc/php/*/cli/conf.d/*-mysqli.ini": "php-mysql",
    "etc/php/*/cli/conf.d/*-dom.ini": "php-xml",
    "etc/php/*/cli/conf.d/*-curl.ini": "php-curl",
    "usr/sbin/mariadbd": "mariadb-server",
}


def missing() -> list[str]:
    """Return the packages that are not here."""
    return [package for pattern, package in _BROUGHT_BY.items() if not [*Path("/").glob(pattern)]]


def versions() -> dict[str, str]:
    """Return what is measured with: package and version."""
    names = ("wordpress", "php-cli", "apache2", "mariadb-server")
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${Version}\n", *names],
        check=True,
        capture_output=True,
        text=True,
    )
    found = dict(line.split() for line in asked.stdout.splitlines())
    return found | {"python": sys.version.split()[0]}

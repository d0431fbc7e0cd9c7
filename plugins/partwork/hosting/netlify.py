"""Netlify: ``_redirects`` and ``_headers`` at the root of the site."""

from collections.abc import Mapping

from partwork.hosting.headers import Headers
from partwork.hosting.redirects import Redirects, encoded, path


def files(redirects: Redirects, headers: Headers) -> Mapping[str, str]:
    """Return the files. The "!" has a rule hold although there is a file at the address.

    An address with ``.html`` and one without are the same to Netlify: a rule would lead in a circle.
    """
    rules = [f"{encoded(old)} {new} 301!" for old, new in redirects.moved if _bare(old) != _bare(path(new))]
    rules += [f"{encoded(old)} {redirects.page} 410!" for old in redirects.gone if redirects.page]
    fields = "".join(f"  {name}: {value}\n" for name, value in headers.fields)
    return {
        "_redirects": "".join(f"{rule}\n" for rule in rules),
        "_headers": "".join(f"{encoded(page)}\n{fields}" for page in headers.pages),
    }


def _bare(page: str) -> str:
    return page.removesuffix("index.html").removesuffix(".html").rstrip("/")

"""The pages of the inbox: plain HTML from templates, without a script."""

from http import HTTPStatus

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

_TEMPLATES = Environment(
    loader=PackageLoader("partwork.inbox"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, status: HTTPStatus = HTTPStatus.OK, **values: object) -> HTMLResponse:
    """Return a page made of a template and what it shows; all text is escaped unless it is Markup."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(values), status)

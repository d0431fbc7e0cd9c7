"""The table of ``docs/settings.md``, made from the settings: ``python -m tests.settings_table``."""

import json

import msgspec

from partwork.settings import Settings, describe
from partwork.share import SERVICES
from tests.site.folder import ROOT

PATH = ROOT / "docs/settings.md"
_BEGIN, _END = "<!-- settings -->", "<!-- end of settings -->"


def table() -> str:
    """Return a row for each setting: its name, its default, what it does; then the share services."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for field in msgspec.structs.fields(Settings):
        default = field.default if not isinstance(field.default, tuple) else "all, in the order below"
        shown = default if isinstance(field.default, tuple) else f"`{_literal(default)}`"
        rows.append(f"| `{field.name}` | {shown} | {describe(field)} |")
    services = ", ".join(f"`{key}` ({service.name})" for key, service in SERVICES.items())
    return "\n".join(rows) + f"\n\nShare services: {services}."


def _literal(value: object) -> str:
    return str(value) if isinstance(value, bool | int) else json.dumps(str(value))


def written() -> str:
    """Return what the file has now."""
    return PATH.read_text(encoding="utf-8").partition(_BEGIN)[2].partition(_END)[0].strip()


def bless() -> None:
    """Write the table into the file."""
    before, _, rest = PATH.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    PATH.write_text(f"{before}{_BEGIN}\n{table()}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    bless()

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
    rows += [
        f"| `{field.name}` | {_shown(field.default)} | {describe(field)} |"
        for field in msgspec.structs.fields(Settings)
    ]
    services = ", ".join(f"`{key}` ({service.name})" for key, service in SERVICES.items())
    return "\n".join(rows) + f"\n\nShare services: {services}."


def _shown(default: object) -> str:
    if isinstance(default, tuple):
        return "all, in the order below" if default else "none"
    return f"`{default if isinstance(default, bool | int) else json.dumps(str(default))}`"


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

"""What responses files are called, and what they say; `.file` reads them."""

import msgspec

from partwork.model import Open, Response

SUFFIX = ".responses.yaml"


class Archive(msgspec.Struct, frozen=True):
    """What a responses file says: the responses by id, and whether it opens or closes the post itself."""

    responses: tuple[Response, ...] = ()
    comments: Open | None = None
    pings: Open | None = None

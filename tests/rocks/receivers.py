"""The two tests of receivers: what an endpoint must answer to a good mention, and to nonsense."""

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from email.message import Message
from urllib.parse import urlencode

_NO_SOURCE = "jwoijgoisdjlskjegisvjowuehjtkx"
_NO_TARGET = "owiejduvyeiwljjjcjmvbpsouehgd"


def accepts(endpoint: str, source: str, target: str) -> list[str]:
    """Test 1: a good mention gets 200, 201 or 202, and 201 a Location, which the others have not."""
    status, headers = _post(endpoint, source, target)
    if status not in (200, 201, 202):
        return [f"a mention that is right was answered {status}, not 200, 201 or 202"]
    if status == 201 and "Location" not in headers:
        return ["201 came without a Location"]
    if status != 201 and "Location" in headers:
        return [f"{status} came with a Location"]
    return []


def refuses(endpoint: str, source: str, target: str) -> list[str]:
    """Test 2: what is no address, in place of the source, the target, or both, gets 400."""
    wrong = {
        "source": (_NO_SOURCE, target),
        "target": (source, _NO_TARGET),
        "source and target": (_NO_SOURCE, _NO_TARGET),
    }
    answers = {what: _post(endpoint, *pair)[0] for what, pair in wrong.items()}
    return [
        f"an invalid {what} was answered {status}, not 400"
        for what, status in answers.items()
        if status != 400
    ]


RECEIVERS: Mapping[int, Callable[[str, str, str], list[str]]] = {1: accepts, 2: refuses}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _post(endpoint: str, source: str, target: str) -> tuple[int, Message]:
    """POST a mention and return the status and headers of the very answer."""
    request = urllib.request.Request(endpoint, urlencode({"source": source, "target": target}).encode())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers

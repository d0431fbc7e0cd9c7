"""Who may decide: one password, and a cookie of which only the digest is kept."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode

import msgspec
from sqlalchemy import select

from partwork.errors import PartworkError
from partwork.inbox.schema import SESSIONS
from partwork.inbox.store import Store

LASTS = 12 * 3_600  # seconds
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 64 << 20}


class Session(msgspec.Struct, frozen=True):
    """Somebody who is logged in. `csrf` must come with every form (OWASP, synchronizer token)."""

    digest: str
    csrf: str


def hashed(password: str) -> str:
    """Return what to keep of a password: ``scrypt$salt$hash`` (RFC 7914)."""
    salt = secrets.token_bytes(16)
    made = hashlib.scrypt(password.encode(), salt=salt, **_COST)
    return f"scrypt${b64encode(salt).decode()}${b64encode(made).decode()}"


def fits(password: str, kept: str) -> bool:
    """Return whether a password is the one of which `kept` is the hash; raise PartworkError if it is none."""
    try:
        salt, wanted = kept.strip().removeprefix("scrypt$").split("$")
        made = hashlib.scrypt(password.encode(), salt=b64decode(salt, validate=True), **_COST)
        return hmac.compare_digest(made, b64decode(wanted, validate=True))
    except ValueError:
        raise PartworkError(
            "The hash of the password cannot be read.\n    mend:  Make one with: partwork inbox password"
        ) from None


class Sessions:
    """The sessions in the store, so that every instance knows them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, now: int) -> tuple[str, Session]:
        """Return a new cookie and its session; what has run out is deleted."""
        cookie = secrets.token_urlsafe(32)
        session = Session(_digest(cookie), secrets.token_urlsafe(32))
        with self._store.writing() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.expires < now))
            connection.execute(
                SESSIONS.insert().values(digest=session.digest, csrf=session.csrf, expires=now + LASTS)
            )
        return cookie, session

    def find(self, cookie: str, now: int) -> Session | None:
        """Return the session of a cookie, or None."""
        chosen = select(SESSIONS.c.digest, SESSIONS.c.csrf).where(
            SESSIONS.c.digest == _digest(cookie), SESSIONS.c.expires >= now
        )
        with self._store.reading() as connection:
            row = connection.execute(chosen).first()
        return Session(row.digest, row.csrf) if row else None

    def end(self, session: Session) -> None:
        """Forget a session."""
        with self._store.writing() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.digest == session.digest))


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()

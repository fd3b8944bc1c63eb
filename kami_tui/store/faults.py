"""What databases and disks complain of, as the domain's errors.

Reasons are stable words; `i18n.explain` has the sentences:

==================  =============================================================================
`StoreUnwritable`   ``disk_full``, ``read_only``, ``locked`` (by another program, for too long)
`StoreCorrupt`      ``corrupt``, ``not_a_workspace``, ``newer`` (made by a newer program)
`StoreError`        ``unreachable`` (everything else: no such folder, no network, disk failing ...)
==================  =============================================================================
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kami_tui.domain.errors import StoreCorrupt, StoreError, StoreUnwritable

_BY_ERRNO: dict[int, tuple[type[StoreError], str]] = {
    errno.EACCES: (StoreUnwritable, "read_only"),
    errno.EPERM: (StoreUnwritable, "read_only"),
    errno.EROFS: (StoreUnwritable, "read_only"),
    errno.ENOSPC: (StoreUnwritable, "disk_full"),
    errno.EDQUOT: (StoreUnwritable, "disk_full"),
}

_BY_CODE: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_FULL: (StoreUnwritable, "disk_full"),
    # The index of the write-ahead log could not grow: the disk is full there, too.
    sqlite3.SQLITE_IOERR_SHMSIZE: (StoreUnwritable, "disk_full"),
    # The file was moved away while open: nothing to do with permissions.
    sqlite3.SQLITE_READONLY_DBMOVED: (StoreError, "unreachable"),
    sqlite3.SQLITE_READONLY: (StoreUnwritable, "read_only"),
    sqlite3.SQLITE_BUSY: (StoreUnwritable, "locked"),
    sqlite3.SQLITE_LOCKED: (StoreUnwritable, "locked"),
    sqlite3.SQLITE_PROTOCOL: (StoreUnwritable, "locked"),
    sqlite3.SQLITE_CORRUPT: (StoreCorrupt, "corrupt"),
    sqlite3.SQLITE_NOTADB: (StoreCorrupt, "corrupt"),
    # A table or column is missing, or a row contradicts the schema: nobody but us writes here.
    sqlite3.SQLITE_ERROR: (StoreCorrupt, "corrupt"),
    sqlite3.SQLITE_CONSTRAINT: (StoreCorrupt, "corrupt"),
}


@contextmanager
def as_domain_errors(place: str) -> Iterator[None]:
    """Turns whatever the block's database calls raise into a StoreError with `place` and a reason.

    The original error stays on as the cause, for the log.
    """
    try:
        yield
    except DBAPIError as error:
        raise _fault(error.orig, place) from error
    except (sqlite3.Error, OSError) as error:
        raise _fault(error, place) from error
    except SQLAlchemyError as error:
        raise StoreError(place=place, reason="unreachable") from error


def _fault(error: BaseException | None, place: str) -> StoreError:
    kind, reason = StoreError, "unreachable"
    if isinstance(error, OSError):
        kind, reason = _BY_ERRNO.get(error.errno or 0, (kind, reason))
    elif isinstance(error, sqlite3.Error):
        kind, reason = _by_code(error)
    return kind(place=place, reason=reason)


def _by_code(error: sqlite3.Error) -> tuple[type[StoreError], str]:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # Python's own complaint about what it read: text that is no UTF-8.
        return StoreCorrupt, "corrupt"
    # The low byte is the family, the rest says which of it.
    return _BY_CODE.get(code) or _BY_CODE.get(code & 0xFF, (StoreError, "unreachable"))

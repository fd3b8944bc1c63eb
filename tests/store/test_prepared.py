"""A statement run by the driver does what SQLAlchemy would have done with it."""

from __future__ import annotations

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from kami_tui.store.prepared import Prepared

TABLE = Table(
    "t", MetaData(), Column("n", Integer, primary_key=True), Column("word", Text, unique=True)
)
NEW = Prepared(insert(TABLE), "n", "word")
AGAIN = Prepared(update(TABLE).where(TABLE.c.n == bindparam("n_")), "word")
AT = select(TABLE.c.word).where(
    func.substr(TABLE.c.word, 1, bindparam("length")) == bindparam("beginning"), TABLE.c.n > 0
)


@pytest.fixture
def conn():
    with create_engine("sqlite://").begin() as conn:
        TABLE.create(conn)
        yield conn


def test_it_writes_and_reads(conn):
    NEW(conn, {"n": 1, "word": "satu"})
    NEW(conn, {"n": 2, "word": None})
    AGAIN(conn, {"n_": 2, "word": "dua"})
    values: dict[str, str | int | None] = {"beginning": "du", "length": 2}
    assert Prepared(AT)(conn, values).fetchall() == [("dua",)]
    assert [tuple(row) for row in conn.execute(AT, values)] == [("dua",)]


def test_what_the_database_refuses_is_told_as_by_sqlalchemy(conn):
    NEW(conn, {"n": 1, "word": "satu"})
    with pytest.raises(DBAPIError) as refused:
        NEW(conn, {"n": 2, "word": "satu"})
    assert "UNIQUE" in str(refused.value.orig)


def test_a_value_that_is_not_given_is_not_taken_for_nothing(conn):
    with pytest.raises(KeyError):
        NEW(conn, {"n": 1})


def test_a_server_gets_its_own_way_of_writing_values():
    text, in_order = Prepared(AT).text_for(postgresql.dialect())
    assert "%(beginning)s" in text
    given = in_order({"beginning": "du", "length": 2})
    assert given == {"beginning": "du", "length": 2, "substr_1": 1, "n_1": 0}

"""The tables of a workspace as the newest program makes them; `migrations` brings older ones here.

State (`assessments`, `answers`, `evidence`, `links`, `owners`) is what the journal adds up to, kept
so that loading is quick. The journal is the record an auditor may ask for: the file itself refuses
to alter it, whichever program opens it.

Times are ISO 8601 text in UTC with microseconds, so that their order as text is their order in
time. Text columns hold plain text as typed.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()

assessments = Table(
    "assessments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instrument", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("previous", Text, ForeignKey("assessments.id")),
    Column("created", Text, nullable=False),
    # A blank assessment has no journal entry yet that would tell who made it.
    Column("created_by", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("place", Text),
    # When it was deleted: hidden from every list, yet nothing a user typed is ever lost.
    Column("deleted", Text),
    # The profile. Named one by one: a new field of the domain's Profile needs a migration.
    Column("organisation", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("assessor", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("scope", Text, nullable=False),
)


def _of_assessment() -> Column[str]:
    return Column("assessment", Text, ForeignKey("assessments.id"), primary_key=True)


answers = Table(
    "answers",
    metadata,
    _of_assessment(),
    Column("item", Text, primary_key=True),
    Column("status", Text),
    Column("note", Text, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    _of_assessment(),
    Column("key", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("dated", Text, nullable=False),
    Column("valid_until", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("file", Text, nullable=False, server_default=""),
    Column("size", Text, nullable=False, server_default=""),
)

owners = Table(
    "owners",
    metadata,
    _of_assessment(),
    Column("scope", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

# `key` does not refer to `evidence`: one program may attach a document while another takes it
# out of the register, and both changes must be kept.
links = Table(
    "links",
    metadata,
    _of_assessment(),
    Column("item", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("assessment", Text, ForeignKey("assessments.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("step", Text),
    # What was done in another workspace and came back with a part: in which assessment there, and
    # its number in the journal there. A record of what was said; `answers` and the other tables are
    # what the entries without these add up to.
    Column("origin", Text),
    Column("origin_seq", Integer),
    Index("journal_of_assessment", "assessment", "seq"),
    # Whoever merges twice has it once.
    Index("journal_of_origin", "assessment", "origin", "origin_seq", unique=True),
    # Without it SQLite would use the number of a removed last entry again.
    sqlite_autoincrement=True,
)

# What an assessment was split off from (``origin``), and the parts that came back (``merged``), as
# JSON that `usecases.parts` reads. `seq` is the last journal entry when it was written.
parts = Table(
    "parts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment", Text, ForeignKey("assessments.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index("parts_of_assessment", "assessment", "kind", "id"),
)

APPEND_ONLY = (
    """CREATE TRIGGER journal_is_not_altered BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # INSERT OR REPLACE takes the old row away without asking the trigger above.
    """CREATE TRIGGER journal_is_not_overwritten BEFORE INSERT ON journal
    WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq) OR EXISTS (
        SELECT 1 FROM journal WHERE assessment = NEW.assessment AND origin = NEW.origin
        AND origin_seq = NEW.origin_seq
    )
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)
"""Statements for SQLite, run once after the tables are made."""

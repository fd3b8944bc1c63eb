"""The walk of ``kami answer``: a line in, a reply out. Neither terminal nor pipe is known here.

Nothing is called saved before the workspace has it, and a line that is not understood changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from kami_tui.cli.line import evidence
from kami_tui.cli.line.commands import understood
from kami_tui.cli.line.input import Line, Unreadable
from kami_tui.cli.line.item import ItemReader, keys_of
from kami_tui.cli.line.news import change_lines, others_lines
from kami_tui.cli.line.reply import Refused, Reply
from kami_tui.cli.line.route import Route
from kami_tui.cli.line.save import Act, Changes, Saving, Then
from kami_tui.cli.line.tell import ABOUT_AN_ITEM, TELLING, Teller
from kami_tui.domain.answers import MAX_NOTE
from kami_tui.domain.errors import KamiError, Problem, StoreError
from kami_tui.domain.official import OURS, Wording
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.keeping import Keeper
from kami_tui.usecases.ports import StatusWords
from kami_tui.usecases.search import Search
from kami_tui.usecases.texts import check_text

COMMAND = 64
"""Characters that may stand before a note on its line."""
END = "."
"""Alone on a line, it ends a note of several lines."""


class Walk:
    def __init__(
        self,
        keeper: Keeper,
        statuses: StatusWords,
        route: Route,
        tr: Translator,
        *,
        start: str | None,
        asks: bool,
        wording: Wording = OURS,
    ) -> None:
        """`asks`: a person is there, to be asked for the reason of an answer that needs one, and
        to type again what was refused. A script's lines never mean something else by themselves.
        """
        self._keeper, self._statuses, self._route, self.tr = keeper, statuses, route, tr
        self._session = keeper.session
        self._reader = ItemReader(keeper.session, tr, wording)
        self._search = Search(keeper.session, wording.official)
        self._teller = Teller(keeper, self._reader, tr)
        self._saving = Saving(keeper, tr)
        self._asks = asks
        self.item = start
        """None: behind the last item."""
        self._asking = False
        """The next line may be the reason for the answer just given."""
        self._draft: list[str] | None = None
        """A note of several lines, while it is written."""
        self._spoiled = False
        """A line of the draft was refused and nobody is there to type it again."""

    # -- what the front end calls -----------------------------------------------------------

    @property
    def prompt(self) -> str:
        """What is wanted now, and what can be typed."""
        tr = self.tr
        if self._draft is not None:
            return tr("note: ")
        if self._asking:
            return tr("reason: ")
        if self.item is None:
            return tr("end (q, u, - or ?): ")
        keys = " ".join(keys_of(self._session, self.item))
        return tr("{item} ({keys} or ?): ", item=self.item, keys=keys)

    def begin(self) -> Reply:
        reply = Reply()
        self._show(reply)
        return reply

    def take(self, line: Line) -> Reply:
        """Does what a line says.

        Raises:
            StoreError: it is not saved. With something `unsaved`, `retry` tries again; else
                nothing was changed and the line may be taken again.
        """
        try:
            return self._take(line)
        except Refused as refused:
            self._spoiled = not self._asks
            return Reply(refused=refused)
        except StoreError:
            raise
        except KamiError as error:
            self._spoiled = not self._asks
            return Reply(refused=Refused(error.code, explain(error, self.tr)))

    def retry(self) -> Reply:
        """Raises StoreError."""
        return self._saving.commit()

    def ended(self) -> Reply:
        """There are no more lines: a note that was being written is kept. Raises StoreError."""
        return Reply() if self._draft is None else self.take(END)

    @property
    def unsaved(self) -> list[str]:
        """What the workspace did not take, a line each."""
        return self._saving.unsaved

    @property
    def drafting(self) -> bool:
        """Whether there is an unfinished note."""
        return bool(self._draft)

    # -- understanding ----------------------------------------------------------------------

    def _take(self, line: Line) -> Reply:
        if isinstance(line, Unreadable):
            said = {
                "line_too_long": self.tr("This line is too long; nothing was changed."),
                "not_utf8": self.tr("This line is not UTF-8 text; nothing was changed."),
            }
            raise Refused(line.code, said[line.code])
        check_text("note", line, MAX_NOTE + COMMAND)
        if self._draft is not None:
            return self._write_on(line, self._draft)
        if self._asking:
            return self._reason(line)
        return self._obey(line.strip())

    def _obey(self, text: str) -> Reply:
        if text and (answer := self._answer(text)):
            return self._set_status(*answer)
        command = understood(text)
        if command is None:
            raise self._not_understood(text)
        if command.name in TELLING:
            item = self._here() if command.name in ABOUT_AN_ITEM else self.item
            if command.name == "why" and not command.text:
                item = self._here()
            return Reply(self._teller.tell(command.name, item, command.text))
        method: Callable[[str], Reply] = getattr(self, f"_do_{command.name}")
        return method(command.text)

    def _answer(self, text: str) -> tuple[str, str] | None:
        """The status a line gives to the present item, and the reason that stands behind it."""
        if self.item is None:
            return None
        if code := self._status(self.item, text):
            return code, ""
        word, *rest = text.split(None, 1)
        option = self._session.instrument.option(self.item, self._status(self.item, word) or "")
        return (option.code, rest[0]) if option and option.needs_note and rest else None

    def _status(self, item: str, text: str) -> str | None:
        """As an answers file would have it, or the key of the terminal program."""
        if code := self._statuses.code(item, text):
            return code
        begun = [o.code for o in self._session.options(item) if o.code[:1].lower() == text.lower()]
        return begun[0] if len(begun) == 1 else None

    def _here(self) -> str:
        if self.item is None:
            said = self.tr("The walk is at its end; nothing was changed. ? lists the commands.")
            raise Refused("no_item", said)
        return self.item

    def _not_understood(self, text: str) -> Refused:
        tr, item = self.tr, self._here()
        if any(self._statuses.means_not_applicable(t) for t in (text, text.split(None, 1)[0])):
            problem = Problem("na_not_offered", {"item": item, "status": text})
            return Refused("na_not_offered", evidence.sentence(problem, tr))
        shown = text if len(text) <= 60 else text[:57] + "..."
        return Refused(
            "unknown_line",
            tr(
                "'{text}' was not understood; nothing was changed. Possible here: {keys}, or ?.",
                text=shown,
                keys=" ".join(keys_of(self._session, item)),
            ),
        )

    # -- moving -----------------------------------------------------------------------------

    def _do_next(self, _: str = "") -> Reply:
        return self._go(self._route.after(self.item) if self.item else None)

    def _do_previous(self, _: str) -> Reply:
        before = self._route.before(self.item)
        return self._go(before) if before else Reply([self.tr("This is the first item.")])

    def _do_unanswered(self, _: str) -> Reply:
        found = self._route.unanswered(self.item)
        return self._go(found) if found else Reply([self.tr("Every item is answered.")])

    def _do_go(self, item: str) -> Reply:
        return self._go(self._session.item(item).id)

    def _do_read(self, _: str) -> Reply:
        return self._go(self._here())

    def _do_search(self, words: str) -> Reply:
        if not words:
            raise Refused("empty_search", self.tr("Write the words to search for behind the /."))
        hits = self._search.find(words, self.tr.language)
        found = [hit.item for hit in hits]
        return self._go(found[0]) if len(found) == 1 else Reply(self._teller.hits(found))

    def _do_quit(self, _: str) -> Reply:
        return Reply(done=True)

    def _go(self, item: str | None) -> Reply:
        reply = Reply()
        if self._asks:  # a script hears of it with its next change
            with suppress(StoreError):  # nothing of ours is at stake; the next answer will tell
                reply.lines += others_lines(self._keeper.look(), (), self.tr)
        self._move(item, reply)
        return reply

    def _move(self, item: str | None, reply: Reply) -> None:
        self.item = item
        self._show(reply)

    def _show(self, reply: Reply) -> None:
        if self.item is not None:
            reply.lines += self._reader.item(self.item)
            if self._asks:  # a line that breaks off shall not cost the place
                self._keeper.remember(self.item)
            return
        done, whole = self._session.answered()
        reply.lines.append(
            self.tr("End of the walk. {done} of {all} answered.", done=done, all=whole)
        )

    # -- changing ---------------------------------------------------------------------------

    def _change(self, kind: str, act: Act, then: Then | None = None) -> Reply:
        return self._saving.change(kind, self.item, act, then or (lambda reply, changes: None))

    def _set_status(self, code: str, reason: str) -> Reply:
        item = self._here()
        check_text("note", reason, MAX_NOTE)

        def act() -> Changes:
            return self._session.set_status(item, code, note=reason or None)

        def then(reply: Reply, changes: Changes) -> None:
            lacking = self._reader.lacks_reason(item)
            if lacking and self._asks:
                self._asking = True
                said = self.tr("This answer needs a reason, in one line. An empty line: later.")
                reply.lines.append(said)
                return
            if lacking:
                reply.lines.append(
                    self.tr("{item} still needs a reason: n REASON, as one line.", item=item)
                )
            self._move(self._route.after(item), reply)

        return self._change("status", act, then)

    def _reason(self, line: str) -> Reply:
        """A line of one or two signs, or an item's number, is no reason but a command."""
        item, text = self._here(), line.strip()
        command = understood(text)
        if len(text) <= 2 or (command and command.name == "go"):
            self._asking = False
            return self._obey(text)

        def then(reply: Reply, changes: Changes) -> None:
            self._asking = False
            self._move(self._route.after(item), reply)

        return self._change("note", lambda: self._session.set_note(item, text), then)

    def _do_note(self, text: str) -> Reply:
        item = self._here()
        if not text:
            self._draft, self._spoiled = [], False
            return Reply([self.tr("Write the note. A line with one full stop alone ends it.")])
        note = "" if text == "-" else text
        return self._change("note", lambda: self._session.set_note(item, note))

    def _write_on(self, line: str, draft: list[str]) -> Reply:
        """One more line of a note, or its end."""
        item = self._here()
        if line.strip() != END:
            check_text("note", "\n".join([*draft, line]), MAX_NOTE)
            draft.append(line)
            return Reply()
        if self._spoiled:
            self._draft = None
            said = self.tr("The note was not saved, because a line of it was refused.")
            raise Refused("note_refused", said)
        text = "\n".join(draft).strip("\n")
        if not text.strip():
            self._draft = None
            return Reply([self.tr("Nothing was written; the note stays as it is.")])

        def then(reply: Reply, changes: Changes) -> None:
            self._draft = None

        return self._change("note", lambda: self._session.set_note(item, text), then)

    def _do_evidence(self, text: str) -> Reply:
        item = self._here()
        if not text:
            return Reply(self._reader.evidence(item))
        if text.startswith("/"):
            return Reply(self._reader.documents(text[1:]))
        act = evidence.wanted(self._session, item, text, self.tr)

        def then(reply: Reply, changes: Changes) -> None:
            reply.lines += self._reader.links(changes) if changes else []

        return self._change("evidence", act, then)

    def _do_take_back(self, _: str) -> Reply:
        item = self._here()

        def then(reply: Reply, changes: Changes) -> None:
            reply.lines.append(self._reader.status(item))

        return self._change("status", lambda: self._session.set_status(item, None), then)

    def _do_undo(self, _: str) -> Reply:
        if not self._session.can_undo:
            return Reply([self.tr("There is nothing to undo.")])
        return self._change("undo", self._session.undo, self._wound)

    def _do_redo(self, _: str) -> Reply:
        if not self._session.can_redo:
            return Reply([self.tr("There is nothing to make again.")])
        return self._change("redo", self._session.redo, self._wound)

    def _wound(self, reply: Reply, changes: Changes) -> None:
        """Goes to where something was changed, so that it is heard."""
        reply.lines += change_lines(changes, self.tr)
        if touched := [c.subject for c in changes if c.kind in ("answer", "link")]:
            self._move(touched[0], reply)

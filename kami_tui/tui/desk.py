"""The assessment that lies open: its session, the saver that follows it, and what is tried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kami_tui.domain.answers import Change, standing
from kami_tui.domain.official import OURS, Wording
from kami_tui.tui.saver import Saver
from kami_tui.usecases.file_states import FileState, Looks, file_states, kept

if TYPE_CHECKING:  # see shelf
    from kami_tui.usecases.filters import Filters
    from kami_tui.usecases.session import Session


@dataclass(slots=True)
class Desk:
    id: str
    base: Session
    """The assessment as it is, and as it is saved."""
    saver: Saver
    place: str
    """Item the assessor is at."""
    filters: Filters
    """Which items are walked through."""
    looks: Looks = field(default_factory=dict)
    """How the local files of the evidence register were found, as far as anyone has looked."""
    checked: tuple[str, int] = ("", 0)
    """Where the check before submission was left: the name and the place of a row."""
    trial: Session | None = None
    """A copy to try things out on; nothing of it is saved."""
    wording: Wording = OURS
    """The official texts, as far as there are any, and whose words are shown."""

    @property
    def session(self) -> Session:
        """What keys change: the assessment or, while something is tried out, the copy."""
        return self.trial or self.base

    def record(self, changes: Sequence[Change]) -> None:
        """Hands over what the session has just done.

        A call, not a message: an answer still lying in a message queue when the program is asked
        to end would be lost.
        """
        if self.trial is None:
            self.saver.put(changes, self.place)

    def go_to(self, item: str) -> None:
        if item != self.place:
            self.place = item
            self.saver.go_to(item)

    # -- files of evidence ----------------------------------------------------------------

    @property
    def files(self) -> Mapping[str, FileState]:
        """Documents of the register whose file is gone or changed; those not looked at are not
        among them."""
        return file_states(self.session.assessment.evidence, self.looks)

    def see(self, looks: Looks) -> None:
        """Takes over how files have just been found."""
        self.looks = kept(self.looks, looks)

    # -- trying out -----------------------------------------------------------------------

    def try_out(self) -> None:
        """From now on keys change a copy."""
        self.trial = self.base.fork()

    def end_trial(self, *, keep: bool) -> tuple[Change, ...]:
        """Puts the copy away; `keep`: takes over what differs, as one step, and saves it."""
        trial, self.trial = self.trial, None
        if trial is None or not keep:
            return ()
        changes = self.base.adopt(trial)
        self.record(changes)
        return changes

    # -- what others write ----------------------------------------------------------------

    def absorb(self, changes: Sequence[Change]) -> None:
        """Another program has written: the copy follows, but for what was tried out on it."""
        if self.trial is not None:
            self.trial.make_way(changes)
            before, tried = self.base.assessment, self.trial.assessment
            same = [c for c in changes if standing(before, c) == standing(tried, c)]
            self.trial.absorb(same)
        self.base.absorb(changes)

    def make_way(self, theirs: Sequence[Change]) -> Mapping[str, str]:
        """See `Session.make_way`."""
        keys = self.base.make_way(theirs)
        if self.trial is not None and keys:
            self.trial.rekey(keys)
        return keys

    def amend(self, besides: Sequence[Change]) -> None:
        self.base.amend(besides)

    def rekey(self, renamed: Mapping[str, str]) -> Mapping[str, str]:
        """The store gave new documents other keys; see `Session.rekey`."""
        if self.trial is not None:
            self.trial.rekey(renamed)
        return self.base.rekey(renamed)

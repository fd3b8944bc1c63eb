"""The assessment that lies open: its session, and the saver that follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kami_tui.domain.answers import Change
from kami_tui.tui.saver import Saver
from kami_tui.usecases.file_states import FileState, Looks, file_states, kept

if TYPE_CHECKING:  # see shelf
    from kami_tui.usecases.session import Session


@dataclass(slots=True)
class Desk:
    id: str
    session: Session
    saver: Saver
    place: str
    """Item the assessor is at."""
    looks: Looks = field(default_factory=dict)
    """How the local files of the evidence register were found, as far as anyone has looked."""
    checked: tuple[str, int] = ("", 0)
    """Where the check before submission was left: the name and the place of a row."""

    def record(self, changes: Sequence[Change]) -> None:
        """Hands over what the session has just done.

        A call, not a message: an answer still lying in a message queue when the program is asked
        to end would be lost.
        """
        self.saver.put(changes, self.place)

    def go_to(self, item: str) -> None:
        if item != self.place:
            self.place = item
            self.saver.go_to(item)

    @property
    def files(self) -> Mapping[str, FileState]:
        """Documents of the register whose file is gone or changed; those not looked at are not
        among them."""
        return file_states(self.session.assessment.evidence, self.looks)

    def see(self, looks: Looks) -> None:
        """Takes over how files have just been found."""
        self.looks = kept(self.looks, looks)

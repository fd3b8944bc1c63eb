"""Makes many reports side by side, in workers that each go on with the next one."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable, Iterable, Iterator

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting.apart import LIMIT, Deadline, Order
from kami_tui.reporting.worker import ALONE, COMMAND, Message, Worker, failure
from kami_tui.usecases.ports import Made, ReportRequest

_LOOK = 0.2
"""Seconds between two looks at whether a worker takes too long."""


class ReportsTogether:
    """Adapter of `ports.ManyReports`."""

    def __init__(self, command: tuple[str, ...] | None = None, limit: float = LIMIT) -> None:
        """`command` stands in for the worker in a test; `limit` is in seconds, for each report."""
        self.command = command or (*COMMAND, ALONE)
        self.limit = limit

    def render_all(
        self,
        requests: Iterable[ReportRequest],
        jobs: int,
        progress: Callable[[float], None] | None = None,
    ) -> Iterator[Made]:
        """See `ports.ManyReports.render_all`."""
        room = _Room(self.command, self.limit)
        try:
            yield from room.all(iter(requests), jobs, progress)
        finally:
            room.close()


class _Seat:
    """One worker at a time, and the order it works on."""

    worker: Worker | None = None
    turn: object = None
    """Which worker it is: what one that is gone still said is not taken for the next one's."""
    order: Order | None = None
    deadline: Deadline
    boxes = ""
    """Letters of its report that no font has."""
    share = 0.0
    """How far its report is, 0 to 1."""


class _Room:
    """Everything of one batch. All is done in the caller's thread; workers only put messages in."""

    def __init__(self, command: tuple[str, ...], limit: float) -> None:
        self.command, self.limit = command, limit
        self.seats: list[_Seat] = []
        self.inbox: queue.SimpleQueue[tuple[_Seat, object, Message | None]] = queue.SimpleQueue()

    def all(
        self,
        requests: Iterator[ReportRequest],
        jobs: int,
        progress: Callable[[float], None] | None,
    ) -> Iterator[Made]:
        self.seats = [_Seat() for _ in range(max(1, jobs))]
        done = 0
        while True:
            for seat in self.seats:
                while seat.order is None:
                    request = next(requests, None)
                    if request is None:
                        break
                    error = self._begin(seat, request)
                    if error is not None:
                        done += 1
                        yield Made(request, error)
            if not any(seat.order for seat in self.seats):
                return
            for made in self._next():
                done += 1
                yield made
            if progress is not None:
                progress(done + sum(seat.share for seat in self.seats if seat.order))

    def _begin(self, seat: _Seat, request: ReportRequest) -> ReportFailed | None:
        try:
            order = Order(request)
            if seat.worker is None:
                seat.worker = self._worker(seat)
        except ReportFailed as error:
            return error
        seat.order, seat.deadline, seat.share = order, Deadline(self.limit), 0.0
        seat.boxes = ""
        seat.worker.ask(order.asked, last=False)
        return None

    def _worker(self, seat: _Seat) -> Worker:
        turn = seat.turn = object()
        return Worker(self.command, lambda told: self.inbox.put((seat, turn, told)))

    def _next(self) -> Iterator[Made]:
        """What came of the next message, or of the clock."""
        try:
            seat, turn, told = self.inbox.get(timeout=_LOOK)
        except queue.Empty:
            pass
        else:
            if turn is seat.turn and seat.order is not None:
                yield from self._told(seat, told)
        for seat in self.seats:
            if seat.order is not None:
                try:
                    seat.deadline.check()
                except ReportFailed as error:
                    yield self._failed(seat, error)

    def _told(self, seat: _Seat, told: Message | None) -> Iterator[Made]:
        assert seat.order is not None  # noqa: S101 - for the checker
        assert seat.worker is not None  # noqa: S101
        if told is None:
            yield self._failed(seat, seat.worker.how_it_ended())
        elif "failed" in told:
            yield self._failed(seat, failure(told))
        elif "done" in told:
            order, seat.order = seat.order, None
            try:
                order.keep()
            except ReportFailed as error:
                yield Made(order.request, error)
            else:
                yield Made(order.request, boxes=seat.boxes)
            finally:
                order.drop()
        elif "boxes" in told:
            seat.boxes = str(told["boxes"])
        elif "stage" in told:
            seat.deadline.heard(told)
            seat.share = int(told["step"]) / max(int(told["steps"]), 1)

    def _failed(self, seat: _Seat, error: ReportFailed) -> Made:
        """The next report gets a fresh worker: this one may be out of memory, or gone."""
        assert seat.order is not None  # noqa: S101 - for the checker
        order, seat.order = seat.order, None
        if seat.worker is not None:
            seat.worker.end()
            seat.worker = None
        order.drop()
        return Made(order.request, error)

    def close(self) -> None:
        for seat in self.seats:
            if seat.worker is not None:
                with contextlib.suppress(OSError):
                    seat.worker.end()
            if seat.order is not None:
                seat.order.drop()

"""How a command ends before its end: interrupted, or with an output that takes no more -> a sentence and an exit code.

Loaded before all else, so that an interruption is told whenever it comes: hence what it loads is little.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys

TYPE_CHECKING = False  # without typing, which takes its time
if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Any, NoReturn

_SENTENCE = "已中断，没有做完；底账和已有的文件都没有损坏，要做完请再运行一次"
_FULL = "结果显示不出来：磁盘已满；已写好的文件不受影响，请腾出空间后再运行一次"
_LOST = "结果显示不出来：输出已经断开；已写好的文件不受影响，请再运行一次"
_COULD_NOT_RUN = 2


class Interrupted(BaseException):
    """The user, or the system, wants the command to end."""


class OutputLost(BaseException):
    """What is printed goes nowhere any more."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _State:
    """By which signal this process is to end, if any, and whether it is told so at all."""

    signal = 0
    installed = False


class _Outlet(io.FileIO):
    """A standard stream that says of itself when it takes no more, or keeps silent about it; and then takes anything."""

    def __init__(self, number: int, *, silent: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self._gone = False
        self._silent = silent

    def write(self, data: Any) -> int:
        """Write. Raises OutputLost, and Interrupted where that was lost on its way here."""
        if not self._silent:
            check()
        if self._gone:
            return len(data)
        try:
            return super().write(data) or 0
        except OSError as error:
            self._gone = True
            if self._silent:
                return len(data)
            raise OutputLost(error.errno or 0) from None


def install() -> None:
    """Let this process end in words, once; not where somebody else has its output, as a test may."""
    if _State.installed or sys.stdout is not sys.__stdout__:
        return
    _State.installed = True
    sys.excepthook = _end
    sys.unraisablehook = _unraisable
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as for what runs in the background
            signal.signal(number, _interrupt)
    while os.open(os.devnull, os.O_RDWR) < 3:  # a closed one would go to the next file that is opened
        pass
    sys.stdout = _stream(sys.stdout, 1, silent=False)
    sys.stderr = _stream(sys.stderr, 2, silent=True)


def leave(code: int) -> NoReturn:
    """End with a code, once all is printed. Raises OutputLost."""
    check()
    sys.stdout.flush()
    if _State.installed:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # it is done
    sys.exit(code)


def check() -> None:
    """See whether the command was to end, and what told it so has been taken for a fault. Raises Interrupted."""
    if _State.signal:
        raise Interrupted


def _stream(there: Any, number: int, *, silent: bool) -> Any:
    if there is not None and there.isatty():
        return there
    outlet = io.BufferedWriter(_Outlet(number, silent=silent))
    return io.TextIOWrapper(outlet, "utf-8", "backslashreplace", line_buffering=silent)


def _interrupt(number: int, frame: FrameType | None) -> None:
    again, _State.signal = _State.signal, number
    if again:
        _stop(_SENTENCE, 128 + number)
    raise Interrupted


def _end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, Interrupted) or _State.signal:
        _stop(_SENTENCE, 128 + _State.signal)
    if isinstance(error, OutputLost):
        if error.number == errno.EPIPE:  # whoever reads has seen enough
            _stop("", 128 + signal.SIGPIPE if hasattr(signal, "SIGPIPE") else _COULD_NOT_RUN)
        _stop(_FULL if error.number == errno.ENOSPC else _LOST, _COULD_NOT_RUN)
    sys.__excepthook__(kind, error, trace)


def _unraisable(raised: Any) -> None:
    if _State.signal:  # it came where Python can only ignore it
        _stop(_SENTENCE, 128 + _State.signal)
    sys.__unraisablehook__(raised)


def _stop(sentence: str, code: int) -> NoReturn:
    """End here and now, with a sentence on stderr."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    try:
        sys.stderr.flush()
        if sentence:
            os.write(2, f"✗ {sentence}\n".encode())
    except (OSError, ValueError):
        pass
    os._exit(code)

"""The call timer."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label


def spoken_duration(seconds: int) -> str:
    """252 → "4 minutes 12 seconds"."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((hours, "hour"), (minutes, "minute"), (left, "second"))
        if count
    ]
    return " ".join(parts) or "0 seconds"


def clock_duration(seconds: int) -> str:
    """252 → "04:12"; an hour and more → "1:04:12"."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes:02d}:{left:02d}"


class TimerLabel(Label):
    """Shows how long the call has lasted. The page tells it the seconds; it has no clock."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "display", tabular=True, parent=parent)
        theme.changed.connect(self._fit)
        self._fit()
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.set_seconds(0)

    def set_seconds(self, seconds: int) -> None:
        """Show this duration."""
        self.set_text(clock_duration(seconds))
        self.setAccessibleName(f"Call time {spoken_duration(seconds)}")

    def _fit(self) -> None:
        self.set_style("title" if self._theme.compact else "display")

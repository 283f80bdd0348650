"""The process that opens a workbook: bytes come in, rows go out as JSON, a row to a line.

It limits itself first (memory, seconds of work), so that a workbook made to do harm ends it.
"""

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from desktop.connectors.own_limits import limit_self

_WORK_SECONDS = 60
_ROWS_AT_MOST = 1_100_000
_CELL_AT_MOST = 40_000


def main() -> int:
    """Read standard input, write rows to standard output; 0 when the sheets were read whole. Where
    there are several, each begins with its name."""
    limit_self(_WORK_SECONDS)
    data = sys.stdin.buffer.read()
    import python_calamine

    left = _ROWS_AT_MOST
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        for name in names:
            title = json.dumps({"sheet": name}) + "\n" if len(names) > 1 else ""
            rows = _rows(workbook.get_sheet_by_name(name))
            if len(rows) > left:
                return 1  # nobody may be left out unsaid
            left -= _write(title, rows)
    except (python_calamine.CalamineError, OSError, ValueError):
        return 1
    sys.stdout.write('{"end": true}\n')
    sys.stdout.flush()
    return 0


def _write(title: str, rows: list[list[Any] | None]) -> int:
    """Write a sheet that is not empty; how many rows it has."""
    if not any(row is None or any(str(cell).strip() for cell in row) for row in rows):
        return 0
    sys.stdout.write(title)
    for row in rows:
        sys.stdout.write(json.dumps(row and [text_of(cell) for cell in row]) + "\n")
    return len(rows)


def _rows(sheet: Any) -> list[list[Any] | None]:
    """The rows of a sheet, None for one with a cell that the library cannot bring out."""
    rows: list[list[Any] | None]
    try:
        rows = sheet.to_python(skip_empty_area=True)
    except OverflowError:
        # A telephone number that is formatted as a length of time is longer than any.
        rows = []
        each = iter(sheet.iter_rows())
        while len(rows) <= _ROWS_AT_MOST:
            try:
                rows.append(next(each))
            except StopIteration:
                break
            except OverflowError:
                rows.append(None)
    return rows


def text_of(cell: Any) -> str:
    """A cell as it would stand in a CSV: dates in ISO form, whole numbers without ``.0``."""
    if isinstance(cell, str):
        return cell[:_CELL_AT_MOST]
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        whole = int(cell.total_seconds())
        return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    sys.exit(main())

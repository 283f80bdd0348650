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
    """Read standard input, write rows to standard output; 0 when the sheet was read whole."""
    limit_self(_WORK_SECONDS)
    data = sys.stdin.buffer.read()
    import python_calamine

    out = sys.stdout
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True)
            if any(any(str(cell).strip() for cell in row) for row in rows):
                for row in rows[:_ROWS_AT_MOST]:
                    out.write(json.dumps([text_of(cell) for cell in row]) + "\n")
                break
    except (python_calamine.CalamineError, OSError, ValueError):
        return 1
    out.write('{"end": true}\n')
    out.flush()
    return 0


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

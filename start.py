"""Set up KetWell Desk in this folder and start it. Needs nothing but Python 3.11 or newer.

    python3 start.py               set up and open the window with demo data
    python3 start.py test [...]    set up and run the tests (what follows goes to pytest)
    python3 start.py setup         only set up
    python3 start.py build         set up and build the program for installers, into dist/

On Windows: py start.py. Everything goes into .venv beside this file, pinned in requirements/.
A second start finds that nothing changed and takes no time.
"""

import compileall
import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 what this file is for
    sys.exit(
        "KetWell Desk needs Python 3.11 or newer, and this one is older: install a newer one "
        "(python.org, or your system's packages) and start with that."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
LINUX, VERSION = sys.platform.startswith("linux"), sys.version.split()[0]
DISPLAY = not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

# Debian's package and the file in it that Qt loads: to draw at all, and on a screen.
QT_LIBRARIES = """
    libgl1=libGL.so.1 libegl1=libEGL.so.1 libglib2.0-0=libglib-2.0.so.0
    libxkbcommon0=libxkbcommon.so.0 libdbus-1-3=libdbus-1.so.3 libfontconfig1=libfontconfig.so.1
    libfreetype6=libfreetype.so.6 libbrotli1=libbrotlidec.so.1
"""
QT_SCREEN_LIBRARIES = """
    libxkbcommon-x11-0=libxkbcommon-x11.so.0 libxcb-cursor0=libxcb-cursor.so.0
    libxcb-icccm4=libxcb-icccm.so.4 libxcb-keysyms1=libxcb-keysyms.so.1
    libxcb-shape0=libxcb-shape.so.0 libxcb-xkb1=libxcb-xkb.so.1 libxcb-image0=libxcb-image.so.0
    libxcb-render-util0=libxcb-render-util.so.0
"""


def main(words: list[str]) -> int:
    """Do what the words ask for; returns the exit code (and does not return where it can)."""
    testing, building = words[:1] == ["test"], words == ["build"]
    if not testing and words not in ([], ["setup"], ["build"], ["--demo"]):
        sys.exit(__doc__)
    os.chdir(ROOT)
    install_system_packages(building=building)
    locks = ["build", "run"] + ["dev"] * testing + ["freeze"] * building
    if not is_current(locks):
        set_up(locks)
    if words == ["setup"]:
        print("Ready. Open it with: python3 start.py")
        return 0
    # Our own files change without a new set-up, and without .pyc a start takes seconds.
    compileall.compile_dir(str(ROOT / "desktop"), quiet=2)
    if testing:
        # On all processors, up to four: each worker starts a PostgreSQL of its own.
        return become(
            *("pytest", "-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"), *words[1:]
        )
    if building:
        return become("PyInstaller", "--noconfirm", "--log-level", "WARN", "build_installer.spec")
    if DISPLAY:
        return become("desktop", "--demo")
    print("There is no display here (DISPLAY is not set), so the screens are drawn to files.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    drawn = subprocess.call([PYTHON, "-m", "desktop", "screens", "--out", "screens"])
    if drawn == 0:
        print(f"The pictures are in {ROOT / 'screens'}.")
    return drawn


def set_up(locks: list[str]) -> None:
    """Make ``.venv`` (again, if it is half made), install the locks and the program into it."""
    if not os.access(ROOT, os.W_OK):
        sys.exit(f"{ROOT} cannot be written to: copy the folder to a place of your own first.")
    print("Setting up KetWell Desk in .venv. The first time takes some minutes.")
    if not venv_works():
        print("  making the Python environment")
        if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
            sys.exit(f"The Python environment could not be made in {VENV}: see just above why.")
    for lock in locks:
        print(f"  installing requirements/{lock}.lock")
        pip("--require-hashes", "-r", f"requirements/{lock}.lock")
    print("  installing KetWell Desk itself")
    pip("--no-deps", "--no-build-isolation", "-e", ".")
    print("  byte-compiling, so that it opens quickly")
    # Some packages carry templates that are not Python: what does not compile is passed by.
    subprocess.call([PYTHON, "-m", "compileall", "-qq", "-j", "0", str(VENV)])
    subprocess.call([PYTHON, "-m", "desktop.ui.quick_qt"])  # and what PySide6 compiles by itself
    for lock in locks:
        stamp(lock).write_text(fingerprint(lock))


def is_current(locks: list[str]) -> bool:
    """Whether each of these locks is installed as it is now, by this Python, in this place."""
    return Path(PYTHON).exists() and all(
        stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock) for lock in locks
    )


def stamp(lock: str) -> Path:
    """Written last, so that a set-up that was interrupted is done again."""
    return VENV / f"installed-{lock}.txt"


def fingerprint(lock: str) -> str:
    """Changes with whatever asks for a new installation."""
    whole = hashlib.sha256(f"{ROOT} {VERSION} {sys.base_prefix}".encode())
    for name in (f"requirements/{lock}.lock", "requirements/run.in", "pyproject.toml"):
        whole.update((ROOT / name).read_bytes())
    return whole.hexdigest()


def venv_works() -> bool:
    """Whether ``.venv`` was made here (a moved one has stale paths), by this Python, with pip."""
    settings = VENV / "pyvenv.cfg"
    made_here = settings.exists() and f" {VENV}" in settings.read_text("utf-8")
    if not (made_here and Path(PYTHON).exists()):
        return False
    question = [PYTHON, "-c", "import sys, pip; print(sys.version.split()[0])"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == VERSION


def pip(*words: str) -> None:
    """``pip install``, telling what is being fetched; leaves with a sentence when it fails."""
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-compile"]
    said: list[str] = []
    with subprocess.Popen(
        [*command, *words],
        env=dict(os.environ, PIP_ROOT_USER_ACTION="ignore"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            said.append(line)
            fetched = re.search(r"(Downloading|Using cached) ([^-]+)-([^-]+)\S*whl (\(.+\))", line)
            if fetched:
                print(f"    {fetched[2]} {fetched[3]} {fetched[4]}")
    if running.returncode:
        print(*[line for line in said if not re.match("WARNING|Ignoring", line)][-4:], sep="")
        sys.exit(
            f"pip could not install {words[-1]}; its last words are above. Most often the computer "
            "is not connected to the internet. Start again once that is so: what is here is kept."
        )


def install_system_packages(*, building: bool = False) -> None:
    """Let apt bring what Python and Qt lack on a bare Debian; elsewhere name it and leave."""
    lacking = missing_packages(building=building)
    if not lacking:
        return
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        print(f"Installing system packages: {' '.join(lacking)}")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        for words in (["update"], ["install", "-y", "--no-install-recommends", *lacking]):
            apt = subprocess.run(["apt-get", "-qq", *words], capture_output=True, check=False)
            if apt.returncode:
                print(*apt.stderr.decode(errors="replace").splitlines()[-1:])
        importlib.invalidate_caches()
        lacking = missing_packages(building=building)
    if lacking:
        sys.exit(
            "Some system libraries are missing; install them and start again: "
            f"sudo apt-get install {' '.join(lacking)} (so they are called on Debian and Ubuntu)."
        )


def missing_packages(*, building: bool) -> list[str]:
    """Debian's names of what is not there: Python's own venv part, Qt's libraries, and what
    PyInstaller works with."""
    has_venv = stamp("run").exists() or importlib.util.find_spec("ensurepip")
    lacking = [] if has_venv else [f"python3.{sys.version_info[1]}-venv"]
    wanted = QT_LIBRARIES + (QT_SCREEN_LIBRARIES if DISPLAY or building else "") if LINUX else ""
    if LINUX and building:
        lacking += [] if shutil.which("objdump") and shutil.which("objcopy") else ["binutils"]
        if sys.base_prefix == "/usr":  # the system's own Python, whose library is a package apart
            wanted += " libpython3.{1}=libpython3.{1}.so.1.0".format(*sys.version_info)
    for package, library in (pair.split("=") for pair in wanted.split()):
        try:
            ctypes.CDLL(library)
        except OSError:
            lacking.append(package)
    return lacking


def become(module: str, *words: str) -> int:
    """Run a module of ``.venv`` in the place of this process."""
    command = [PYTHON, "-m", module, *words]
    if os.name != "nt":  # there, exec would hand the terminal back at once
        os.execv(PYTHON, command)  # noqa: S606 no shell is meant
    return subprocess.call(command)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True, errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped. Start again to go on.")

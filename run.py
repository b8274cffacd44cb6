"""Thiết lập và chạy tất cả, chỉ cần có Python / Set up and run everything, from nothing but Python.

  python3 run.py             lập mọi báo cáo vào reports/      build every report into reports/
  python3 run.py test ...    chạy các kiểm thử (pytest ...)    run the tests (pytest ...)
  python3 run.py check ...   kiểm tra dữ liệu trong data/      check the data in data/
  python3 run.py bench ...   đo tốc độ lập báo cáo            measure how fast reports are made
  python3 run.py lab ...     mở bản sao các sổ tay             open copies of the notebooks in JupyterLab
  python3 run.py reference   tra cứu hàm, vào docs/reference/  the reference of functions
  python3 run.py LỆNH ...    lệnh khác của bvte                any other command of bvte

Lần đầu, các gói trong requirements.lock được cài vào .venv: cần mạng và khoảng 2 GB đĩa.
The first time, the packages of requirements.lock are installed into .venv: a network and 2 GB of disk needed.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
OLDEST, TOO_NEW = (3, 11), (3, 15)
UV = "uv>=0.13,<0.14"
CONDA = "conda env create -f environment.yml && conda activate bvte"

MODULES = {
    # The cells of a notebook share one kernel, so all tests of a file go to the same worker.
    "test": "pytest -n 2 --dist loadfile --nbval-lax --nbval-current-env",
    "bench": "benchmarks",
    "reference": "docs.reference",
}

# What a failed tool printed, and what to do about it; the last pattern fits everything.
ADVICE = {
    r"no space left|not enough space|os error (28|112)\b|errno 28\b": (
        "đĩa đã đầy, hãy giải phóng khoảng 2 GB rồi chạy lại",
        "the disk is full, free about 2 GB and run this again",
    ),
    r"permission denied|access is denied|(winerror|os error) (5|13|32)\b|read-only": (
        "không ghi được vào thư mục dự án, hãy đóng các chương trình dùng .venv hoặc đổi chỗ thư mục",
        "the project folder cannot be written, close programs that use .venv or move the folder",
    ),
    r"hash mismatch|do not match the hashes|--require-hashes": (
        "gói tải về không khớp, hãy lấy lại requirements.lock gốc rồi chạy lại",
        "a download does not match, restore requirements.lock and run this again",
    ),
    r"dns|resolve|connect|timed out|failed to fetch|sending request|no matching distribution": (
        "không tải được gói, hãy kiểm tra mạng (và proxy) rồi chạy lại",
        "the packages cannot be fetched, check the network (and proxy) and run this again",
    ),
    "": (
        "hãy đọc dòng cuối dưới đây, xoá thư mục .venv rồi chạy lại",
        "read the last line below, remove the folder .venv and run this again",
    ),
}


class SetUpError(Exception):
    """A set-up that cannot go on: one sentence in Vietnamese, one in English, and the tool's last line."""

    def __init__(self, vi, en, said=""):
        super().__init__("\n".join([f"{vi}.", f"{en}.", *said.strip()[-200:].splitlines()[-1:]]))


def explain(vi, en, said):
    """The SetUpError of a named step, with the advice that fits what was said."""
    advice = next(texts for words, texts in ADVICE.items() if re.search(words, said, re.IGNORECASE))
    return SetUpError(f"Không {vi} được: {advice[0]}", f"Could not {en}: {advice[1]}", said)


def step(vi, en, *words):
    """Run one command of the set-up, its output kept back; raises SetUpError when it fails."""
    print(f"- {vi} / {en}", file=sys.stderr, flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run([*map(str, words)], cwd=ROOT, check=False, **quiet)
    if done.returncode:
        raise explain(vi, en, done.stdout.decode(errors="replace"))


def check_python():
    """Raise SetUpError unless this Python is in the project's range and can make a virtual environment."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        have = ".".join(map(str, sys.version_info[:3]))
        raise SetUpError(
            f"Cần Python 3.11 đến 3.14 (đây là {have}), hãy cài rồi chạy ví dụ: python3.12 run.py",
            f"Python 3.11 to 3.14 is needed (this is {have}), install it and run, say: python3.12 run.py",
        )
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise SetUpError(
            "Python này thiếu mô-đun venv, trên Debian và Ubuntu hãy chạy: sudo apt-get install python3-venv",
            "This Python lacks the venv module, on Debian and Ubuntu run: sudo apt-get install python3-venv",
        )


def fingerprint():
    """What a .venv is made from; the folder counts, since a .venv does not survive a move."""
    files = [(ROOT / name).read_bytes() for name in ("requirements.lock", "pyproject.toml", "run.py")]
    return hashlib.sha256(b"\n".join([f"{sys.version}\n{ROOT}".encode(), *files])).hexdigest()


def is_installed():
    """Whether .venv was finished, and from the files as they are now."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def installer():
    """The start of an install command: uv's, or pip's where uv cannot be had (many times slower)."""
    try:
        step("cài uv", "install uv", PYTHON, "-m", "pip", "install", UV)
    except SetUpError:
        print("- không có uv, dùng pip (vài phút) / no uv, using pip (some minutes)", file=sys.stderr)
        return [PYTHON, "-m", "pip", "install"]
    return [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON]


def set_up():
    """Make .venv anew from requirements.lock and this project; raises SetUpError."""
    check_python()
    print("Thiết lập .venv, chỉ lần này / Setting up .venv, only this time", file=sys.stderr)
    step("tạo .venv", "make .venv", sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    step("cài pip", "install pip", PYTHON, "-m", "ensurepip")
    install = installer()
    # A Python told to keep no bytecode would compile the packages again in every process.
    compiled = ["--compile"] if sys.dont_write_bytecode else []
    locked = [*install, *compiled, "--require-hashes", "-r", "requirements.lock"]
    step("cài các gói trong requirements.lock", "install the packages of requirements.lock", *locked)
    step("cài dự án", "install the project", *install, "--no-deps", "-e", ".")
    STAMP.write_text(fingerprint())


def uses_conda():
    """Whether an active conda environment runs this and has bvte; raises SetUpError when it lacks it."""
    prefix = os.environ.get("CONDA_PREFIX")
    if not prefix or Path(prefix) not in Path(sys.executable).parents:
        return False
    if importlib.util.find_spec("bvte"):
        return True
    # Many installers activate base in every shell: nobody chose it for this project, so .venv serves.
    if os.environ.get("CONDA_DEFAULT_ENV") == "base":
        return False
    raise SetUpError(
        f"Môi trường conda đang dùng không có bvte, hãy chạy: {CONDA}",
        f"The active conda environment has no bvte, run: {CONDA}",
    )


def interpreter():
    """The Python to run with, set up first where needed; raises SetUpError."""
    if uses_conda():
        return sys.executable
    if not is_installed():
        set_up()
    return str(PYTHON)


def command(arguments):
    """The module and arguments that carry out what was asked for."""
    verb, *rest = arguments or ["build"]
    return ["-m", *MODULES[verb].split(), *rest] if verb in MODULES else ["-m", "bvte.cli", verb, *rest]


def run(words):
    """The exit status of a command, which on Ctrl-C gets the time to clear up; 130 after Ctrl-C."""
    # Windows would otherwise read and print text in a code page without Vietnamese letters.
    child = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"})
    interrupted = False
    while True:
        try:
            status = child.wait()
            return 130 if interrupted else status if status >= 0 else 128 - status
        except KeyboardInterrupt:
            interrupted = True


def main(arguments):
    """Carry out the command line; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    if arguments[:1] in (["--help"], ["-h"], ["help"]):
        print(__doc__.strip())
        return 0
    try:
        return run([interpreter(), *command(arguments)])
    except SetUpError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(explain("thiết lập", "set up", str(error)), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

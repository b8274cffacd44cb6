"""Thiết lập và chạy tất cả, chỉ cần có Python / Set up and run everything, from nothing but Python.

  python3 run.py               lập mọi báo cáo vào reports/      build every report into reports/
  python3 run.py test ...      chạy các kiểm thử (pytest ...)    run the tests (pytest ...)
  python3 run.py check ...     kiểm tra dữ liệu trong data/      check the data in data/
  python3 run.py bench ...     đo tốc độ lập báo cáo             measure how fast reports are made
  python3 run.py lab ...       mở bản sao các sổ tay             open copies of the notebooks in JupyterLab
  python3 run.py fuzz ...      thử làm hỏng các tệp dữ liệu      change data files by chance, see what becomes of each
  python3 run.py reference     tra cứu hàm, vào docs/reference/  the reference of functions
  python3 run.py install ...   chỉ cài, không chạy gì            install and run nothing (lab, test, cluster, register)
  python3 run.py wheels FOLDER tải các gói cho máy không có mạng fetch the packages for a machine without network
  python3 run.py LỆNH ...      lệnh khác của bvte                any other command of bvte
  python3 run.py --wheels FOLDER LỆNH ...   cài từ thư mục đó    install from that folder, without network

Trên Windows, gõ py thay cho python3. --language vi | en: ngôn ngữ của thông báo.
On Windows type py in place of python3. --language vi | en: the language of what is said.

Lần đầu, các gói cần cho báo cáo được cài vào .venv: cần mạng và khoảng 600 MB đĩa; lệnh test, lab, explore cài thêm
phần của mình. The first time, what the reports need is installed into .venv: a network and 600 MB of disk needed; the
commands test, lab and explore add their own part.
"""

import hashlib
import importlib.util
import json
import locale
import os
import re
import ssl
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
OLDEST, TOO_NEW = (3, 11), (3, 15)
# On Windows python3 opens the shop.
LAUNCH, ANOTHER = ("py", "py -3.12") if os.name == "nt" else ("python3", "python3.12")
CONDA = "conda env create -f environment.yml && conda activate bvte"

MODULES = {
    # The cells of a notebook share one kernel, so all tests of a file go to the same worker. Of three one mostly
    # waits: for a browser, a kernel or a process that it killed.
    "test": "pytest -n 3 --dist loadfile --no-loadscope-reorder --nbval-lax --nbval-current-env",
    "bench": "benchmarks",
    "reference": "docs.reference",
    "wheels": "locks.wheels",
    "fuzz": "tests.fuzz",
}

# What is in .venv: the reports' packages and, where a command asked for them, those of other parts.
REPORTS = "reports"
LOCKS = {
    REPORTS: "requirements.lock",
    "lab": "locks/lab.lock",
    "cluster": "locks/cluster.lock",
    "register": "locks/register.lock",
    "test": "locks/test.lock",
}
NEEDED = {"lab": "lab", "explore": "lab", "--cluster": "cluster", "register": "register"}
NEEDED |= dict.fromkeys(("test", "reference", "fuzz"), "test")
# Tests try every part.
WITH = {"test": ["lab", "cluster", "register", "test"]}
INSTALLER = "locks/installer.lock"
# What only installs. Python 3.11 brings setuptools with its pip; the lock has a pip of its own.
NOT_KEPT = ["uv", "setuptools"]
# For the tools, unless the environment says otherwise: uv would only trust authorities of its own.
SETTINGS = {"UV_SYSTEM_CERTS": "1"}

# Whose languages messages are in; both until somebody named one, by an option or the system's locale.
SPOKEN = ["vi", "en"]

# What a failed tool printed, and what to do about it; the last pattern fits everything.
CERTIFICATES = r"certificate|unknown ?issuer|invalid peer|self.signed"
UNREACHED = r"dns|resolve|connect|timed out|failed to fetch|sending request|no matching distribution"
# An office may forbid programs that it does not know, and uv is one.
FORBIDDEN = r"group policy|winerror (225|1260)\b"
# The same words of a folder of packages mean that it lacks one.
LACKING = r"provided package locations|no matching distribution|no wheels|no usable wheels"
LACKING_ADVICE = (
    "thư mục gói thiếu một gói cho máy này (hệ điều hành, phiên bản Python), hãy tải lại: run.py wheels",
    "the folder of packages lacks one for this machine (system, version of Python), fetch it again: run.py wheels",
)
ADVICE = {
    r"no space left|not enough space|os error (28|112)\b|errno 28\b": (
        "đĩa đã đầy, hãy giải phóng khoảng 1 GB rồi chạy lại",
        "the disk is full, free about 1 GB and run this again",
    ),
    r"name too long|name or extension is too long|long path support|(winerror|os error) (3|36|206)\b": (
        "đường dẫn quá dài, hãy chuyển dự án đến thư mục có tên ngắn, ví dụ C:\\bvte, rồi chạy lại",
        "the path is too long, move the project to a folder with a short name, say C:\\bvte, and run this again",
    ),
    r"permission denied|access is denied|(winerror|os error) (5|13|32)\b|read-only": (
        "không ghi được vào thư mục dự án, hãy đóng các chương trình dùng .venv hoặc đổi chỗ thư mục",
        "the project folder cannot be written, close programs that use .venv or move the folder",
    ),
    r"hash mismatch|do not match the hashes|--require-hashes": (
        "gói tải về không khớp với tệp .lock, hãy lấy lại tệp gốc (hoặc thư mục gói) rồi chạy lại",
        "a package does not match the lock file, restore the file (or the folder of packages) and run this again",
    ),
    CERTIFICATES: (
        "mạng của cơ quan ký lại kết nối bằng chứng thư mà máy này chưa tin; nhờ người quản trị mạng cài chứng thư đó"
        " vào hệ thống, hoặc đặt SSL_CERT_FILE và PIP_CERT là tệp chứng thư (.pem) rồi chạy lại",
        "the office's network signs connections with a certificate that this machine does not trust; have it installed"
        " in the system, or set SSL_CERT_FILE and PIP_CERT to its file (.pem), and run this again",
    ),
    UNREACHED: (
        "không tải được gói, hãy kiểm tra mạng (và proxy) rồi chạy lại; không có mạng thì xem docs/install.md",
        "the packages cannot be fetched, check the network (and proxy) and run this again; without a network see"
        " docs/install.md",
    ),
    "": (
        "hãy đọc dòng cuối dưới đây, xóa thư mục .venv rồi chạy lại",
        "read the last line below, remove the folder .venv and run this again",
    ),
}


class SetUpError(Exception):
    """A set-up that cannot go on: one sentence a language, and the tool's last line.

    said : all that the tool printed.
    """

    def __init__(self, vi, en, said=""):
        sentences = [f"{text}." for text in chosen(vi, en)]
        super().__init__("\n".join([*sentences, *said.strip()[-200:].splitlines()[-1:]]))
        self.said = said

    def is_about(self, pattern):
        """Whether the tool said something that fits."""
        return bool(re.search(pattern, self.said, re.IGNORECASE))


def chosen(vi, en):
    """The texts in the languages that are spoken."""
    return [text for language, text in (("vi", vi), ("en", en)) if language in SPOKEN]


def tell(vi, en, mark=""):
    """Say where the set-up stands."""
    print(mark + " / ".join(chosen(vi, en)), file=sys.stderr, flush=True)


def named_languages(arguments):
    """The one language that an option or the system's locale names, else both."""
    told = re.search(r"--language[= ](\S+)", " ".join(arguments))
    name = (told.group(1) if told else locale_name()).lower()
    return [language for language in ("vi", "en") if name.startswith(language)] or ["vi", "en"]


def locale_name():
    """What the system calls the language of messages: "vi_VN.UTF-8", "English_United States.1252", "C", ""."""
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return locale.setlocale(locale.LC_CTYPE) if os.name == "nt" and not named else named


def explain(vi, en, said, offline=False):
    """The SetUpError of a named step, with the advice that fits what was said.

    offline : whether packages came from a folder.
    """
    known = {LACKING: LACKING_ADVICE, **ADVICE} if offline else ADVICE
    advice = next(texts for words, texts in known.items() if re.search(words, said, re.IGNORECASE))
    return SetUpError(f"Không {vi} được: {advice[0]}", f"Could not {en}: {advice[1]}", said)


def step(vi, en, *words):
    """Run one command of the set-up, its output kept back; raises SetUpError when it fails."""
    tell(vi, en, mark="- ")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run([*map(str, words)], cwd=ROOT, check=False, env={**SETTINGS, **os.environ}, **quiet)
    if done.returncode:
        raise explain(vi, en, done.stdout.decode(errors="replace"), offline="--no-index" in words)


def check_python():
    """Raise SetUpError unless this Python is in the project's range and can make a virtual environment."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        have = ".".join(map(str, sys.version_info[:3]))
        raise SetUpError(
            f"Cần Python 3.11 đến 3.14 (đây là {have}), hãy cài rồi chạy ví dụ: {ANOTHER} run.py",
            f"Python 3.11 to 3.14 is needed (this is {have}), install it and run, say: {ANOTHER} run.py",
        )
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise SetUpError(
            "Python này thiếu mô-đun venv, trên Debian và Ubuntu hãy chạy: sudo apt-get install python3-venv",
            "This Python lacks the venv module, on Debian and Ubuntu run: sudo apt-get install python3-venv",
        )


def parts_of(arguments):
    """The parts of .venv that a command line needs, that of the reports first. Raises SetUpError."""
    verb, *words = arguments or ["build"]
    options = [word.partition("=")[0] for word in words if word.startswith("--cluster")]
    asked = words if verb == "install" else [NEEDED[word] for word in (verb, *options) if word in NEEDED]
    unknown = [part for part in asked if part not in LOCKS]
    if unknown:
        known = ", ".join(LOCKS)
        raise SetUpError(f"Không có phần “{unknown[0]}”; có: {known}", f"No part “{unknown[0]}”; there are: {known}")
    return list(dict.fromkeys([REPORTS, *(part for name in asked for part in WITH.get(name, [name]))]))


def fingerprint(part):
    """What a part of .venv is made from; the folder counts, since a .venv does not survive a move."""
    names = [LOCKS[part], *(["pyproject.toml", "run.py"] if part == REPORTS else [])]
    files = [(ROOT / name).read_bytes() for name in names]
    return hashlib.sha256(b"\n".join([f"{sys.version}\n{ROOT}".encode(), *files])).hexdigest()


def installed():
    """What the parts that are in .venv were made from: part -> fingerprint."""
    try:
        return json.loads(STAMP.read_text()) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}


def missing(parts):
    """Those of the parts that are not in .venv, or not from the files as they are now; all, without the first."""
    there = installed()
    lacking = [part for part in parts if there.get(part) != fingerprint(part)]
    return parts if REPORTS in lacking else lacking


def set_up(parts, source=()):
    """Put parts into .venv, which is made anew where that of the reports is not there; raises SetUpError.

    source : options of an installer that say where packages come from, none for the network.
    """
    check_python()
    lacking = missing(parts)
    fresh = REPORTS in lacking
    there = {} if fresh else installed()
    names = ", ".join(lacking)
    tell(f"Thiết lập .venv, chỉ lần này: {names}", f"Setting up .venv, only this time: {names}")
    if fresh:
        step("tạo .venv", "make .venv", sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
        step("cài pip", "install pip", PYTHON, "-m", "ensurepip")
    # All of them: a package of one may need another that the lock of a part before it has.
    fill_venv(parts, source, fresh)
    STAMP.write_text(json.dumps({**there, **{part: fingerprint(part) for part in parts}}))


def fill_venv(parts, source, fresh):
    """Install the locks of the parts, and the project where .venv is fresh; what only installs goes again."""
    # A Python told to keep no bytecode would compile the packages again in every process.
    compiled = ["--compile"] if sys.dont_write_bytecode else []
    locks = [word for part in parts for word in ("-r", LOCKS[part])]
    install_packages(", ".join(LOCKS[part] for part in parts), source, [*compiled, "--require-hashes", *locks])
    if fresh:
        # Built by what the lock brought: nothing is fetched that has no hash.
        project = ["--no-deps", "--no-build-isolation", "-e", "."]
        step("cài dự án", "install the project", PYTHON, "-m", "pip", "install", *project)
    step("dọn công cụ cài đặt", "remove what only installs", PYTHON, "-m", "pip", "uninstall", "--yes", *NOT_KEPT)


def install_packages(locks, source, words):
    """Install with uv, and with pip where there is no uv or it cannot fetch what pip may; raises SetUpError."""
    named = (f"cài các gói trong {locks}", f"install the packages of {locks}")
    if has_uv(source):
        try:
            step(*named, PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, *source, *words)
            return
        except SetUpError as error:
            if not error.is_about(f"{CERTIFICATES}|{UNREACHED}|{FORBIDDEN}"):
                raise
            tell(
                "uv không tải được, dùng pip (vài phút)",
                "uv does not come through, using pip (some minutes)",
                mark="- ",
            )
    pip_install(*named, [*source, *words])


def has_uv(source):
    """Whether uv is there now, which installs many times faster than pip."""
    try:
        pip_install("cài uv", "install uv", [*source, "--require-hashes", "-r", INSTALLER])
    except SetUpError:
        tell("không có uv, dùng pip (vài phút)", "no uv, using pip (some minutes)", mark="- ")
        return False
    return True


def pip_install(vi, en, words):
    """Install with pip; an old one, that trusts only its own authorities, once more with those of the system."""
    command = [PYTHON, "-m", "pip", "install", *words]
    try:
        step(vi, en, *command)
    except SetUpError as error:
        trusted = system_certificates() if error.is_about(CERTIFICATES) and "PIP_CERT" not in SETTINGS else None
        if trusted is None:
            raise
        SETTINGS["PIP_CERT"] = str(trusted)
        tell("thử lại với chứng thư của hệ thống", "once more, with the system's certificates", mark="- ")
        step(vi, en, *command)


def system_certificates():
    """Path of the authorities that this system trusts, written into .venv where it has no such file; or None."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile or paths.capath:
        return paths.cafile or paths.capath
    trusted = ssl.create_default_context().get_ca_certs(binary_form=True)
    path = VENV / "system.pem"
    path.write_text("".join(map(ssl.DER_cert_to_PEM_cert, trusted)))
    return path if trusted else None


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


def interpreter(arguments, source=()):
    """The Python to run a command line with, set up first where needed; raises SetUpError."""
    if uses_conda():
        return sys.executable
    parts = parts_of(arguments)
    if missing(parts):
        set_up(parts, source)
    return str(PYTHON)


def package_source(arguments):
    """Where packages come from, as options of an installer, and the rest of the command line. Raises SetUpError."""
    if arguments[:1] and arguments[0].startswith("--wheels="):
        arguments = [*arguments[0].split("=", 1), *arguments[1:]]
    if arguments[:1] != ["--wheels"]:
        return [], arguments
    folder = Path(*arguments[1:2]).resolve()
    if not any(folder.glob("*.whl")) or not arguments[1:]:
        raise SetUpError(
            f"Không có tệp .whl nào trong {folder}; tạo thư mục đó trên máy có mạng: {LAUNCH} run.py wheels THƯ_MỤC",
            f"No .whl file in {folder}; make that folder on a machine with a network: {LAUNCH} run.py wheels FOLDER",
        )
    return ["--no-index", "--find-links", str(folder)], arguments[2:]


def command(arguments):
    """The module and arguments that carry out what was asked for; options alone are those of a build."""
    verb, *rest = arguments or ["build"]
    if verb.startswith("-"):
        verb, rest = "build", arguments
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


def carry_out(arguments):
    """Set up what a command line needs, then run it; the exit status. Raises SetUpError."""
    source, arguments = package_source(arguments)
    python = interpreter(arguments, source)
    if arguments[:1] == ["install"]:
        tell("Đã cài xong.", "Installed.")
        return 0
    return run([python, *command(arguments)])


def main(arguments):
    """Carry out the command line; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    SPOKEN[:] = named_languages(arguments)
    if arguments[:1] in (["--help"], ["-h"], ["help"]):
        print(__doc__.strip())
        return 0
    try:
        return carry_out(arguments)
    except SetUpError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(explain("thiết lập", "set up", str(error)), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Settings as the environment gives them, each checked: a wrong one stops the start in words."""

import datetime as dt
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config import private_file

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
YES, NO = ("true", "1", "yes", "on", "y", "ok", "t"), ("false", "0", "no", "off", "n", "f")
SHORTEST_KEY = 32
POSTGRES = ("postgres", "postgresql")
YEARS = range(1900, 2100)  # a clock outside them ends in days that no calendar has
HOST = r"(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])"
MAIL = r"[^\s@<>,;:\"]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"


env = environ.Env()
env.read_env(os.environ.get("PORTAL_ENV_FILE", BASE_DIR / ".env"))


def flag(name: str, default: bool) -> bool:
    """A switch; a word that is neither yes nor no is a fault, and not no."""
    text = env.str(name, "").strip().lower()
    if text and text not in (*YES, *NO):
        raise ImproperlyConfigured(
            f"{name}={text!r} 看不懂，请写 true（是）或 false（否），或删去这一行。"
        )
    return text in YES if text else default


def number(name: str, default: int, least: int, most: int) -> int:
    """A whole number within what makes sense."""
    text = env.str(name, "").strip()
    if text and not (re.fullmatch(r"-?[0-9]{1,9}", text) and least <= int(text) <= most):
        raise ImproperlyConfigured(
            f"{name}={text!r} 不对，请写{least}到{most}之间的整数，或删去这一行（用{default}）。"
        )
    return int(text) if text else default


def several(name: str) -> list[str]:
    """What stands between commas, without the blanks around it."""
    return [each.strip() for each in env.str(name, "").split(",") if each.strip()]


def on_the_web(url: str, schemes: str = "https?", rest: str = r"(?:[/?#][^\s\"'<>\\]*)?") -> bool:
    """Whether it is a whole address: a host, and a port that there can be."""
    found = re.fullmatch(rf"{schemes}://{HOST}(?::([0-9]{{1,5}}))?{rest}", url)
    return bool(found) and is_port(found[1] or "443")


def is_port(text: str) -> bool:
    return 0 < int(text) < 65536


def hosts() -> list[str]:
    if not env.str("ALLOWED_HOSTS", ""):
        return ["127.0.0.1", "localhost", "[::1]"]
    names = several("ALLOWED_HOSTS")
    for name in names or [","]:
        if not re.fullmatch(rf"\.?{HOST}\.?", name):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS 里的 {name!r} 不是域名，请只写域名（如 www.example.gov.cn），"
                "不带 https://、端口和路径，几个用逗号隔开；不能写 *。"
            )
    return names


def secret_key() -> str:
    """The key from the environment, or one made once and kept in var/ for a single machine."""
    if key := env.str("SECRET_KEY", ""):
        if len(key.strip()) < SHORTEST_KEY:
            raise ImproperlyConfigured(
                f"SECRET_KEY 太短，至少{SHORTEST_KEY}个字符，请换成随机的："
                "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
            )
        return key
    path = VAR_DIR / "secret.key"
    if not path.exists():
        VAR_DIR.mkdir(0o711, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def demo_clock() -> dt.datetime | None:
    text = env.str("DEMO_CLOCK", "")
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ImproperlyConfigured(
            f"DEMO_CLOCK={text!r} 不是带时区的时刻，请写成 2023-11-07T10:00:00+08:00，"
            "或删去这一行（正式使用时不设）。"
        )
    if moment.year not in YEARS:
        raise ImproperlyConfigured(
            f"DEMO_CLOCK={text!r} 太远，请写{YEARS[0]}年到{YEARS[-1]}年之间的时刻，"
            "或删去这一行（正式使用时不设）。"
        )
    return moment


def site_url() -> str:
    url = env.str("SITE_URL", "").rstrip("/")
    if url and not on_the_web(url, rest=""):
        raise ImproperlyConfigured(
            f"SITE_URL={url!r} 不是网站地址，请写成 https://域名，后面不带路径，或删去这一行。"
        )
    return url


def error_report_url() -> str:
    """Where the footer leads who found a mistake: a page or an e-mail address, never a script."""
    url = env.str("SITE_ERROR_REPORT_URL", "").strip()
    if url and not (on_the_web(url) or re.fullmatch(f"mailto:{MAIL}", url)):
        raise ImproperlyConfigured(
            f"SITE_ERROR_REPORT_URL={url!r} 不是网址，请写“政府网站找错”页面的地址，"
            "以 https:// 开头，或删去这一行（页脚不显示）。"
        )
    return url


def embed_sites() -> list[str]:
    sites = several("EMBED_SITES")
    for site in sites:
        if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?", site):
            raise ImproperlyConfigured(
                f"EMBED_SITES 里的 {site!r} 不是网站地址，请写成 https://域名，后面不带路径，"
                "几个之间用英文逗号，或删去这一行（不许别的网站嵌入）。"
            )
    return sites


def paper_templates() -> Path | None:
    return place(
        "PAPER_TEMPLATES",
        Path.is_dir,
        "不是文件夹，请写成放公文模板的文件夹，或删去这一行（用自带的模板）。",
    )


def breached_passwords() -> Path | None:
    return place(
        "BREACHED_PASSWORDS",
        lists_hashes,
        "不是文件，或不是这样的清单，请写成已泄露密码清单的文件（每行“SHA1:次数”，按 SHA1 排好），"
        "或删去这一行（不查）。",
    )


def lists_hashes(path: Path) -> bool:
    """Whether the first line is as Have I Been Pwned writes it."""
    try:
        with path.open("rb") as file:
            return bool(re.fullmatch(rb"[0-9A-Fa-f]{40}(:[0-9]+)?\s*", file.readline(64)))
    except OSError:
        return False


def media_root() -> str:
    """Where files are kept: a folder of its own, since what no row knows is swept out of it."""
    given = env.str("MEDIA_ROOT", "")
    folder = Path(given or VAR_DIR / "media").resolve()
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if (given and not given.strip()) or not there.is_dir() or VAR_DIR.is_relative_to(folder):
        raise ImproperlyConfigured(
            f"MEDIA_ROOT={given!r} 不能用，请写成专门放佐证材料的文件夹（不能是文件、/ 或平台程序"
            "所在的文件夹），或删去这一行（用 var/media）。"
        )
    return given or str(folder)


def place(name: str, holds: Callable[[Path], bool], otherwise: str) -> Path | None:
    """What a setting names on the disk, or None; `otherwise` says what it should name."""
    given = env.str(name, "")
    if given and not holds(Path(given)):
        raise ImproperlyConfigured(f"{name}={given!r} {otherwise}")
    return Path(given) if given else None


def database() -> dict:
    """SQLite by default; DATABASE_URL=postgres://user:password@host/name for PostgreSQL."""
    return connecting(env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")


def connecting(url: str, name: str = "DATABASE_URL") -> dict:
    """How to connect to a database of this address, and how long to wait for it."""
    scheme = url.partition("://")[0]
    found = {}
    if scheme in ("sqlite", *POSTGRES):
        with suppress(ValueError):  # a port that is no number
            found = env.db_url_config(url)
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} 看不懂，请写成 postgres://用户:口令@主机:5432/库名 或 sqlite:///文件路径。"
        )
    found["ATOMIC_REQUESTS"] = False
    if found["ENGINE"].endswith("sqlite3"):
        VAR_DIR.mkdir(0o711, exist_ok=True)
        # Deferred transactions that read and then write fail under load; NORMAL loses writes.
        found["OPTIONS"] = {
            "factory": private_file.Connection,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        # A thread that hangs in the database is never freed by the server's own time-out.
        found["CONN_MAX_AGE"] = 60
        found["CONN_HEALTH_CHECKS"] = True
        found["OPTIONS"] = {
            **({} if on_this_machine(found["HOST"]) else {"sslmode": "require"}),
            **found.get("OPTIONS", {}),
            "connect_timeout": 5,
            "tcp_user_timeout": 10000,
            "options": "-c statement_timeout=30000 -c lock_timeout=10000",
        }
    return found


def on_this_machine(host: str) -> bool:
    return host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/")


def database_owner(served: dict) -> dict:
    """The role that owns the tables and migrates, where it is another than serves; else nothing."""
    found = another_address("DATABASE_OWNER_URL", served)
    place = ("HOST", "PORT", "NAME")
    if found and [found[each] for each in place] != [served[each] for each in place]:
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL 和 DATABASE_URL 要是同一个库，只有用户和口令不同，请核对。"
        )
    return found


def another_address(name: str, served: dict) -> dict:
    """A second PostgreSQL address beside the one in use; nothing where none is set."""
    url = env.str(name, "")
    if url and (url.partition("://")[0] not in POSTGRES or "sqlite3" in served["ENGINE"]):
        raise ImproperlyConfigured(
            f"{name} 看不懂，请写成 postgres://用户:口令@主机:5432/库名"
            "（DATABASE_URL 也要是 PostgreSQL），或删去这一行。"
        )
    return connecting(url, name) if url else {}


def unified_sign_in() -> dict:
    """统一身份认证 by OpenID Connect, where OIDC_SERVER_URL names a provider."""
    url = env.str("OIDC_SERVER_URL", "").rstrip("/")
    if not url:
        return {}
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
        raise ImproperlyConfigured(
            f"OIDC_SERVER_URL={url!r} 不是以 https:// 开头的地址，"
            "请写统一身份认证给出的签发地址（issuer），或删去这一行。"
        )
    client, secret = env.str("OIDC_CLIENT_ID", ""), env.str("OIDC_CLIENT_SECRET", "")
    if not (client and secret):
        raise ImproperlyConfigured(
            "设了 OIDC_SERVER_URL，就还要设 OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET。"
        )
    claim = env.str("OIDC_ID_CLAIM", "sub")
    if claim == "email":
        raise ImproperlyConfigured(
            "OIDC_ID_CLAIM 不能是邮箱（email）：邮箱会换人用，请写统一身份认证里不变的唯一标识。"
        )
    app = {
        "provider_id": "oidc",
        "name": "统一身份认证",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url, "uid_field": claim},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def chat_service(name: str, default: str) -> str:
    """Where a service's robots are spoken to: by the web alone, and never from a file."""
    url = env.str(name, "").strip() or default
    if not re.match(r"https?://[^/]", url):
        raise ImproperlyConfigured(
            f"{name}={url!r} 不是以 https:// 开头的地址，请写工作群机器人的服务地址，"
            "或删去这一行（用平台自己的）。"
        )
    if re.search(r"[?#@\s]", url):
        raise ImproperlyConfigured(
            f"{name} 只写服务地址，不带“?”“#”“@”和它们后面的部分；机器人的密钥请在【工作群】里填。"
        )
    return url.rstrip("/")


def clamav() -> str:
    """Where clamd listens, a socket's path or host:port; "" where nothing is scanned."""
    place = env.str("CLAMAV", "").strip()
    found = re.fullmatch(r"/.+|[A-Za-z0-9._-]+:([0-9]{1,5})", place)
    wrong = Path(place).is_dir() or Path(place).is_file()  # what does not exist may come yet
    if place and (wrong or not found or not is_port(found[1] or "3310")):
        raise ImproperlyConfigured(
            f"CLAMAV={place!r} 看不懂，请写成 clamd 的套接字（/run/clamav/clamd.ctl）"
            "或 主机:端口（127.0.0.1:3310），或删去这一行（不扫描）。"
        )
    return place


def ledger_stamp() -> list[str]:
    """Where the ledger's head goes each night (`stamp_ledger`)."""
    places = several("LEDGER_STAMP")
    for place in places:
        path = Path(place)
        on_disk = path.is_absolute() and path.parent.is_dir() and not path.is_dir()
        if not (on_disk or on_the_web(place, "https") or re.fullmatch(f"mailto:{MAIL}", place)):
            raise ImproperlyConfigured(
                f"LEDGER_STAMP={place!r} 看不懂，请写成 /文件夹/链头.txt（文件夹要已经有）、"
                "mailto:邮箱 或 https://网址，几处用逗号隔开，或删去这一行。"
            )
    return places


def ledger_tsa() -> tuple[str, str]:
    """The time-stamping authority that stamps the head (RFC 3161), and the file of its roots."""
    server, root = env.str("LEDGER_TSA", "").strip(), env.str("LEDGER_TSA_ROOT", "").strip()
    if server and not on_the_web(server):
        raise ImproperlyConfigured(
            f"LEDGER_TSA={server!r} 看不懂，请写成时间戳服务（RFC 3161）的网址，或删去这一行。"
        )
    if server and not ledger_stamp():
        raise ImproperlyConfigured(
            "设了 LEDGER_TSA，请用 LEDGER_STAMP 写明盖了时间戳的链头存到哪里。"
        )
    if (server or root) and not holds_certificates(Path(root)):
        raise ImproperlyConfigured(
            f"LEDGER_TSA_ROOT={root!r} 不对，请写时间戳服务的根证书文件（PEM）。"
        )
    return server, root


def holds_certificates(path: Path) -> bool:
    from cryptography.x509 import load_pem_x509_certificates  # slow, and wanted by few

    try:
        return bool(load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError):
        return False


def email() -> dict:
    """How mail is sent; to the console where nothing is set."""
    url = env.str("EMAIL_URL", "") or "consolemail://"
    found = {}
    with suppress(ValueError, ImproperlyConfigured):
        found = env.email_url_config(url)
    if not found or (url.startswith("smtp") and not found["EMAIL_HOST"]):
        raise ImproperlyConfigured(
            "EMAIL_URL 看不懂，请写成 smtp+tls://用户:口令@主机:587（或 smtp+ssl://用户:口令@主机:465），"
            "口令里的特殊字符写成 %XX，或删去这一行（不发邮件）。"
        )
    return found


def email_from() -> str:
    sender = env.str("EMAIL_FROM", "") or "portal@localhost"
    if not re.fullmatch(rf"{MAIL}|[^<>@,;\x00-\x1f]*<{MAIL}>", sender):
        raise ImproperlyConfigured(
            f"EMAIL_FROM={sender!r} 不是邮箱，请写成 名称 <邮箱> 或只写邮箱"
            "（如 portal@example.gov.cn），写在一行里，或删去这一行。"
        )
    return sender

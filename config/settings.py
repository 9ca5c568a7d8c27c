"""All settings, read from the environment (or `.env` beside manage.py).

A variable that is wrong stops the start with a sentence that says how to mend it.
"""

import datetime as dt

from csp.constants import NONE, SELF

from config.environment import (
    BASE_DIR,
    VAR_DIR,
    another_address,
    breached_passwords,
    chat_service,
    clamav,
    database,
    database_owner,
    demo_clock,
    email,
    email_from,
    embed_sites,
    env,
    error_report_url,
    flag,
    hosts,
    ledger_stamp,
    ledger_tsa,
    media_root,
    number,
    paper_templates,
    secret_key,
    site_url,
    unified_sign_in,
)

SECRET_KEY = secret_key()
LEDGER_STAMP = ledger_stamp()
LEDGER_TSA, LEDGER_TSA_ROOT = ledger_tsa()
DEBUG = flag("DEBUG", False)
ALLOWED_HOSTS = hosts()
HTTPS = flag("HTTPS", False)
# Megabytes of finished pages that each process keeps (docs/adr/0003-page-cache.md); 0: none.
PAGE_CACHE_MB = number("PAGE_CACHE_MB", 0 if DEBUG else 64, 0, 100000)
DEMO_CLOCK = demo_clock()
DEMO_CLOCK_TICKS = True  # else every act of the demonstration falls on one moment

INSTALLED_APPS = [
    "config.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "projects.apps.ProjectsConfig",
    "projects.drafting.apps.DraftingConfig",
    "supervision.apps.SupervisionConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.Policy",
    "config.outage.watched",
    "config.middleware.known_methods",
    "config.middleware.in_utf8",
    "config.middleware.no_cookie",
    "config.middleware.listed_parameters",
    "config.middleware.forgotten_by_the_browser",
    "config.middleware.public_or_private",
    "config.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.limited_session",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.refusals_logged",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "projects.accounts.guesses.remembered",
    "config.outage.answered",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DATABASES = {"default": database()}
DATABASE_OWNER = database_owner(DATABASES["default"])
# Public pages are read from a streaming replica where one is named (docs/adr/0053-replica.md).
if replica := another_address("DATABASE_REPLICA_URL", DATABASES["default"]):
    DATABASES["replica"] = replica | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["config.replica.PublicPages"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.site.footer",
                "config.site.view",
            ],
        },
    },
]

# Accounts are personal; sessions live under /admin/ alone, so public pages never see a cookie.
AUTH_USER_MODEL = "projects.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
] + [
    {"NAME": "projects.accounts.known_words.NotOfWordsKnownHere"},
    {"NAME": "projects.accounts.breaches.NotOfABreach"},
]
BREACHED_PASSWORDS = breached_passwords()
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "projects.values.network.network_of"
AXES_HANDLER = "projects.accounts.guesses.Guesses"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who is locked out already prolongs nothing
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# The access log of sign-ins: `prune_signins` keeps this many days, and never under 180.
SIGN_INS_KEPT_DAYS = number("SIGN_INS_KEPT_DAYS", 400, 180, 36500)
# Whether what roles demand of a second step holds; the demonstration is for trying out.
SECOND_STEP_DEMANDED = flag("SECOND_STEP_DEMANDED", DEMO_CLOCK is None)
# Whether accounts, roles and the audit are kept by three people; `migrate` gives the rights anew.
SEPARATED_ADMINISTRATORS = flag("SEPARATED_ADMINISTRATORS", False)
MFA_ADAPTER = "projects.accounts.adapters.Phones"
MFA_TOTP_ISSUER = "民生实事督查平台"  # the name beside the codes on a person's phone
MFA_TOTP_TOLERANCE = 1  # half a minute that a phone's clock may be off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "projects.accounts.forms.SignInCode",
    "deactivate_totp": "projects.accounts.forms.OwnCode",
    "generate_recovery_codes": "projects.accounts.forms.OwnCode",
}
ACCOUNT_ADAPTER = "projects.accounts.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 300  # seconds between password and code
ACCOUNT_REAUTHENTICATION_METHODS = ["password"]
ACCOUNT_RATE_LIMITS = False  # kept in each process's memory; the lock-out keeps them for all
SOCIALACCOUNT_ADAPTER = "projects.accounts.adapters.UnifiedSignIn"
SOCIALACCOUNT_PROVIDERS = unified_sign_in()
OIDC_NAME = env.str("OIDC_NAME", "统一身份认证") if SOCIALACCOUNT_PROVIDERS else ""
# What the provider must say (`amr`) for its own second step to be taken for ours; unset: nothing.
OIDC_SECOND_STEP = env.list("OIDC_SECOND_STEP", default=[])
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# A session ends after so long without a request, and so long after signing in whatever happens.
SESSION_COOKIE_AGE = 60 * number("SESSION_IDLE_MINUTES", 30, 1, 1440)
SESSION_LONGEST = 3600 * number("SESSION_HOURS", 10, 1, 168)
SESSION_ENGINE = "config.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# A browser takes cookies of such a name over TLS alone.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    f"{'__Secure-' * HTTPS}{name}" for name in ("sessionid", "csrftoken")
)
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Other names under the domain may not be ours to bind: whoever runs the site decides.
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_SUBDOMAINS", False) and HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # the same, and the browsers' own list
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]

# Moments at which what is deleted by age was last deleted (projects/forgetting.py).
FORGOTTEN = VAR_DIR / "forgotten"
# Whether the ledger refuses an act earlier than the one before; stories are told in any order.
ACTS_IN_ORDER = DEMO_CLOCK is None

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
MEDIA_ROOT = media_root()
STORAGES = {
    "default": {"BACKEND": "projects.files.durable.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Where files from outside are scanned before anybody opens them; "": nowhere.
CLAMAV = clamav()
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "projects.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "config.outage.Upload",
]

# import-export is open to all staff unless told otherwise.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

# Reminders: nothing is sent unless EMAIL_URL says how (smtp+tls://user:password@host:587).
EMAIL = email()
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = (
    EMAIL["EMAIL_BACKEND"],
    EMAIL["EMAIL_HOST"],
    EMAIL["EMAIL_PORT"],
)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = email_from()

# Long work leaves the request: `run_jobs` does it, beside the server (docs/deploy.md).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_FILES_DAYS = number("JOB_FILES_DAYS", 7, 1, 365)  # how long what a job made is kept

# Residents' messages: working days to answer in, how many may be sent, how long traces are kept.
FEEDBACK_ANSWER_DAYS = number("FEEDBACK_ANSWER_DAYS", 5, 1, 365)
FEEDBACK_PER_HOUR = number("FEEDBACK_PER_HOUR", 5, 1, 100000)
FEEDBACK_PER_DAY = number("FEEDBACK_PER_DAY", 20, 1, 100000)
FEEDBACK_ALL_PER_HOUR = number("FEEDBACK_ALL_PER_HOUR", 300, 1, 1000000)
FEEDBACK_KEEP_ADDRESS_DAYS = number("FEEDBACK_KEEP_ADDRESS_DAYS", 7, 1, 365)
FEEDBACK_KEEP_CONTACT_DAYS = number("FEEDBACK_KEEP_CONTACT_DAYS", 180, 1, 3650)
# How many proxies of ours stand in front and add to X-Forwarded-For; 0 trusts no such header.
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0, 0, 10)

# The public footer; a line that is not set is not shown.
SITE_FOOTER = {
    "主办单位": env.str("SITE_OWNER", ""),
    "网站标识码": env.str("SITE_CODE", ""),
    "ICP备案号": env.str("SITE_ICP", ""),
    "公安备案号": env.str("SITE_POLICE", ""),
}
SITE_ERROR_REPORT_URL = error_report_url()
# Whole addresses in feeds, posters and shared links; the asking host's where it is not set.
SITE_URL = site_url()
# Sites that may frame the strip /YEAR/embed/; no other page stands in any frame.
EMBED_SITES = embed_sites()

# Where robots of work groups are spoken to; an office with its own server names it here.
CHAT_SERVICES = {
    "wecom": chat_service("WECOM_URL", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
    "dingtalk": chat_service("DINGTALK_URL", "https://oapi.dingtalk.com/robot/send"),
    "feishu": chat_service("FEISHU_URL", "https://open.feishu.cn/open-apis/bot/v2/hook"),
}
SITE_LICENCE = env.str(
    "SITE_LICENCE",
    "可以免费转载、下载、分析和再利用，不用申请；请注明来源、数据截至日期和数据版本号，不要改动数字的含义。",
)

# An office's own templates of official papers, before those in templates/papers.
PAPER_TEMPLATES = paper_templates()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

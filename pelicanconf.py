"""The sample site, as it is looked at while writing. publishconf.py changes what publishing changes."""

AUTHOR = "Wren Tolliver"
SITENAME = "Gainfully Unemployed"
SITESUBTITLE = "Essays in instalments, on looking for work"
SITEURL = "https://gainfully.example"
# Pages link to each other relatively, so that the site can be read from any folder and any port.
RELATIVE_URLS = True

PATH = "content"
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = True
OUTPUT_RETENTION = [".git"]
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
LOCALE = ["C.UTF-8", "C"]
DEFAULT_DATE_FORMAT = "%-d %B %Y"
# A post dated in the future waits for its day.
WITH_FUTURE_DATES = False

THEME = "theme"
PLUGINS = ["partwork"]
PARTWORK = {
    "close_after_days": 90,
    "reply_address": "letters@gainfully.example",
}

TYPOGRIFY = True
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html",
}

USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Essays"
DEFAULT_PAGINATION = 10
STATIC_PATHS = ["images"]
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
TAG_URL = TAG_SAVE_AS = "tags/{slug}.html"
TAGS_URL = TAGS_SAVE_AS = "tags/index.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "categories/{slug}.html"
CATEGORIES_SAVE_AS = ""
AUTHOR_URL = AUTHOR_SAVE_AS = ""
AUTHORS_SAVE_AS = ""
ARCHIVES_URL = ARCHIVES_SAVE_AS = "archives.html"

FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

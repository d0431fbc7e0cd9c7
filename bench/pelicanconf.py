"""The settings of the benchmark's site, in every case: those of the sample site, published."""

AUTHOR = "The Author"
SITENAME = "A Made-up Site"
SITESUBTITLE = "Written to be measured"
SITEURL = "https://bench.example"

TIMEZONE = "UTC"
DEFAULT_LANG = "en"
LOCALE = ["C.UTF-8", "C"]
DEFAULT_DATE_FORMAT = "%-d %B %Y"
TYPOGRIFY = True
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html",
}

# Pelican alone would take the manifests for posts.
ARTICLE_EXCLUDES = ["series"]
USE_FOLDER_AS_CATEGORY = False
DEFAULT_PAGINATION = 10
STATIC_PATHS = []
# In a folder of their own, to be counted.
ARTICLE_URL = ARTICLE_SAVE_AS = "posts/{slug}.html"
TAG_URL = TAG_SAVE_AS = "tags/{slug}.html"
TAGS_URL = TAGS_SAVE_AS = "tags/index.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "categories/{slug}.html"
CATEGORIES_SAVE_AS = ""
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
ARCHIVES_URL = ARCHIVES_SAVE_AS = "archives.html"

FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# Open, with an address: every part that a page can have is rendered.
PARTWORK = {"reply_address": "letters@bench.example"}

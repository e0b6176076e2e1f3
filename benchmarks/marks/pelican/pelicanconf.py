"""Pelican's settings for a school's site: classes are its categories, languages and kinds
its tags.
"""

import json
from functools import partial

SITEURL = "https://stories.hill.example"
SITE = f"{SITEURL}/"  # SITEURL is made relative in pages
SITENAME = AUTHOR = "Hill School"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
THEME = "theme"
THEME_STATIC_DIR = ""
RELATIVE_URLS = True
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []

ARTICLE_URL = "stories/{slug}/"
ARTICLE_SAVE_AS = "stories/{slug}/index.html"
CATEGORY_URL = "class/{slug}/"
CATEGORY_SAVE_AS = "class/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index"]

PAGINATED_TEMPLATES = {"category": 60, "tag": 60}
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page-{number}/", "{base_name}/page-{number}/index.html"),
]

FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_ALL_RSS = "feeds/all.xml"
CATEGORY_FEED_RSS = "feeds/class-{slug}.xml"
TAG_FEED_RSS = "feeds/tag-{slug}.xml"
FEED_MAX_ITEMS = None
RSS_FEED_SUMMARY_ONLY = False

JINJA_FILTERS = {"json": partial(json.dumps, ensure_ascii=False, separators=(",", ":"))}

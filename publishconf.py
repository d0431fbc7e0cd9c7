"""What publishing changes: the address, and that what must not go online stops the build."""

import os
import sys

sys.path.insert(0, os.curdir)
from pelicanconf import *
from pelicanconf import PARTWORK, SITEURL

# The address readers will use. A host that knows it (GitHub Pages does) may give it by the environment.
SITEURL = os.environ.get("SITEURL", SITEURL).rstrip("/")
RELATIVE_URLS = False
OUTPUT_PATH = "published"
PARTWORK = {**PARTWORK, "publishing": True}

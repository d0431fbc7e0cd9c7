"""The press: what it keeps, what it makes again, and that the site is always the one a clean build makes."""

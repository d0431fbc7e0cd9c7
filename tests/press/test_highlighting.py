"""Highlighting: the bytes that codehilite gives, however often and however it is asked."""

import pytest
from markdown import Markdown
from pygments.formatters import HtmlFormatter

from partwork.press import highlighting
from partwork.press.markdown import Converter

CODE = """
    :::python
    def f(x): return x

    #!python
    a = 1

    #!/bin/sh
    echo "$a"

text

    <?xml version='1.0'?><a/>

text

    :::nolang hl_lines="1"
    b < c

text

    # vim: ft=ruby
    puts 1

text

    plain words

```python
x = {1: 2}
```

```{.python hl_lines="2" linenums=true}
x
y
```

```{.php startinline=1 k=v}
$a = 1;
```

```
#include <a.h>
```

```unheard-of
x
```
"""


class Marked(HtmlFormatter):
    """A formatter of the site's own, which counts what it formats."""

    def __init__(self, **options):
        super().__init__(**options)
        self.blocks = 0

    def wrap(self, source):
        """Put the number of blocks so far before the block."""
        self.blocks += 1
        yield 0, f"<b>{self.blocks}</b>"
        yield from super().wrap(source)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"guess_lang": False},
        {"linenums": True},
        {"linenos": "inline", "noclasses": True, "pygments_style": "monokai"},
        {"pygments_formatter": Marked},
        {"pygments_formatter": "text"},
        {"pygments_formatter": "no such formatter"},
        {"use_pygments": False},
    ],
    ids=str,
)
def test_code_is_highlighted_as_by_codehilite(options):
    """Whatever the options and the kind of block, the bytes are codehilite's, the third time, too."""
    configs = {"markdown.extensions.codehilite": options, "markdown.extensions.fenced_code": {}}
    configuration = {"extensions": [*configs, "markdown.extensions.meta"], "extension_configs": configs}
    converter = Converter(configuration)
    expected = Markdown(**configuration).convert("\n" + CODE)
    assert [converter.convert("\n" + CODE)[0] for _ in range(3)] == [expected] * 3


def test_another_version_of_pygments_does_its_own_work(monkeypatch):
    """Of a version whose steps are not known no step is replaced."""
    monkeypatch.setattr(highlighting, "KNOWN", frozenset())
    configuration = {"extensions": ["codehilite", "fenced_code", "meta"]}
    converter = Converter(configuration)
    assert converter.convert("\n" + CODE)[0] == Markdown(**configuration).convert("\n" + CODE)

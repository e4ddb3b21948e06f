"""Vendor the stylesheet of GOV.UK Frontend: only the components we use, without its font and crest.

    npm pack govuk-frontend@6.6.0
    scripts/vendor_govuk.py govuk-frontend-6.6.0.tgz

GDS Transport and the crest are not free outside gov.uk; the code is MIT (static/vendor/govuk-frontend/LICENSE).
"""

import re
import sys
import tarfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "static" / "vendor" / "govuk-frontend" / "govuk-frontend.css"
SOURCE = "package/dist/govuk/govuk-frontend.min.css"

#: A selector stays when every govuk class in it starts with one of these.
COMPONENTS = (
    "back-link|breadcrumbs|button|character-count|checkboxes|details|error-message|error-summary|fieldset|file-upload|"
    "form-group|hint|input|label|list|notification-banner|pagination|radios|select|skip-link|summary-list|table|tag|"
    "textarea|visually-hidden"
)
#: Parts that need the library's own script, or that are drawn anew in static/style.
LEFT_OUT = re.compile(r"file-upload-(button|wrapper)|drop-zone|js-enabled|frontend-supported|summary-list__card")
USED = re.compile(rf"govuk-(?:{COMPONENTS})(?![a-z])")


def main(tarball: str) -> None:
    """Read the prebuilt CSS out of the npm tarball and write the part of it that we use."""
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(SOURCE)
        assert member is not None, f"{tarball} has no {SOURCE}"
        css = member.read().decode()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"(?:GDS Transport|\"GDS Transport\"),\s?arial,\s?sans-serif", "var(--sipp-font)", css)
    TARGET.write_text("\n".join(rule for rule in map(keep, blocks(css)) if rule) + "\n")


def blocks(css: str) -> list[str]:
    """The top-level rules, each with its closing brace; statements without a block are dropped."""
    found, depth, start = [], 0, 0
    for position, character in enumerate(css):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0 and character in ";}":
            found.append(css[start : position + 1].strip())
            start = position + 1
    return [block for block in found if block.endswith("}")]


def keep(rule: str) -> str:
    """The rule with only the selectors of our components; empty when nothing is left."""
    head, _, body = rule.partition("{")
    if head.startswith("@font-face") or "url(" in head:
        return ""
    if head.startswith(("@media", "@supports")):
        inner = "".join(map(keep, blocks(body.removesuffix("}"))))
        return f"{head}{{{inner}}}" if inner else ""
    selectors = [selector for selector in re.split(r",(?![^(]*\))", head) if is_used(selector)]
    body = re.sub(r"[^;{]*url\([^)]*\)[^;}]*;?", "", body)
    return f"{','.join(selectors)}{{{body}" if selectors else ""


def is_used(selector: str) -> bool:
    """Whether a selector speaks of our components alone (``:root`` holds the custom properties)."""
    if selector == ":root":
        return True
    classes = re.findall(r"govuk-[a-z]+(?:-[a-z]+)*", selector)
    return bool(classes) and not LEFT_OUT.search(selector) and all(USED.match(name) for name in classes)


if __name__ == "__main__":
    main(sys.argv[1])

"""Judge the finished site as a stranger would, from its files alone.

    parsing.py   HTML and lists → what they refer to; rss.py, feeds → what they say
    links.py     every reference leads to a file of the site, and nowhere else
    feeds.py     every feed is what directories demand, and whole
    watching.py  no page lets in another host, and no code but its files
    files.py     nothing private or foreign in any file, and no file that nobody names
    families.py  what is for families only is theirs alone

Nothing here knows how the site was made, so it also judges one that was changed by hand.
"""

from __future__ import annotations

from pathlib import Path

from media_pipeline.publish.check.enclosed import Lasts
from media_pipeline.publish.check.families import family_findings
from media_pipeline.publish.check.feeds import feed_findings
from media_pipeline.publish.check.files import Scan, content_findings, unlike_its_name
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.links import link_findings
from media_pipeline.publish.check.tree import Tree, read_tree
from media_pipeline.publish.check.watching import watching_findings

__all__ = ["Finding", "Lasts", "Scan", "check_site", "family_findings", "unlike_its_name"]


def check_site(site: Path, address: str, scan: Scan, lasts: Lasts) -> list[Finding]:
    """Every finding in the site at ``site``, in order of path; empty for a good site.

    ``address`` is where it will be, "" if nobody said. ``scan`` reports what a file holds that may
    not be public, ``lasts`` how long it says that it lasts.
    """
    tree = read_tree(site, address)
    if not tree.paths:
        return [Finding("index.html", "there is no site here; build it first.")]
    found = [*link_findings(tree), *feed_findings(tree, lasts), *_orphans(tree)]
    found += [*watching_findings(tree), *content_findings(tree, scan)]
    return sorted(set(found), key=lambda each: (each.path, each.sentence))


def _orphans(tree: Tree) -> list[Finding]:
    """Media files that nothing names, which may be what should have been deleted."""
    return [
        Finding(path, "no page and no feed names this file.")
        for path in tree.paths
        if path.startswith("media/") and path not in tree.named
    ]

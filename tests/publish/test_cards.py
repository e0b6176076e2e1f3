"""What a card and a story's page say of the school's best work."""

from __future__ import annotations

import pytest
from examples import episode, school

from media_pipeline.publish.views.cards import card
from media_pipeline.publish.views.story import story_page
from media_pipeline.publish.wording import run


def test_an_award_is_named_as_it_was_given() -> None:
    """On the card and on the story's own page, in the language of the telling."""
    won = episode(1, featured=True, award="First prize")
    shown = card(won, "fr", school())
    assert (shown.featured, shown.award) == (True, run("First prize", "en"))
    page = story_page(won.exhibit, won.permit.slug, "fr", school())
    assert page.award == run("First prize", "en")


@pytest.mark.parametrize("featured", [True, False])
def test_what_won_nothing_names_nothing(*, featured: bool) -> None:
    """Best work or not."""
    shown = card(episode(1, featured=featured), "en", school())
    assert (shown.featured, shown.award) == (featured, None)

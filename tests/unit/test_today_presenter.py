from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.identity import EntryId
from rxdesk.ports.queries import StockFilter
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import journal_row, nothing_today
from ui.kit.tones import Tone
from ui.screens.today.presenter import DayShown, TodayPresenter
from ui.screens.today.state import Tile, Way, steps_of, tiles_of


class Shown:
    def __init__(self) -> None:
        self.days: list[DayShown] = []

    def show_day(self, shown: DayShown) -> None:
        self.days.append(shown)


def tile(key: str, **figures: int) -> Tile:
    return next(tile for tile in tiles_of(nothing_today(**figures)) if tile.key == key)


def presenter(reads: FakeReads) -> tuple[TodayPresenter, Shown, FakeGiven]:
    given, view = FakeGiven(reads), Shown()
    return TodayPresenter(given, view), view, given


def test_the_day_is_asked_for_when_the_screen_is_shown() -> None:
    reads = FakeReads(the_day=nothing_today(expired_lines=4, lines=318, products=66))
    reads.journal.append(journal_row(9, "Received 2 bottles."))
    today, view, _ = presenter(reads)
    today.shown()

    (day,) = view.days
    assert day.title == "Monday, 23 Nov 2026"
    assert day.sentence == "1 matter waits for you. 318 lots of 66 products are on hand."
    assert [entry.sentence for entry in day.entries] == ["Received 2 bottles."]


def test_a_quiet_day_says_that_nothing_waits() -> None:
    today, view, _ = presenter(FakeReads(the_day=nothing_today(lines=3, products=2)))
    today.shown()
    assert view.days[0].sentence == "Nothing waits for you. 3 lots of 2 products are on hand."


def test_what_has_expired_is_red_and_leads_to_the_expired_lots() -> None:
    expired = tile("expired_lines", expired_lines=4)
    assert (expired.tone, expired.words) == (Tone.DANGER, "lots have expired")
    assert expired.way == Way(screen="expiring", subject=StockFilter.EXPIRED)


def test_nothing_but_what_has_expired_is_red() -> None:
    figures = dict.fromkeys((tile.key for tile in tiles_of(nothing_today())), 5)
    red = [tile.key for tile in tiles_of(nothing_today(**figures)) if tile.tone is Tone.DANGER]
    assert red == ["expired_lines"]


def test_one_thing_is_counted_in_the_singular() -> None:
    assert tile("undated_lines", undated_lines=1).words == "lot without an expiry date"


def test_a_figure_of_zero_is_calm_and_says_so() -> None:
    calm = tile("negative_lines")
    assert (calm.tone, calm.ask) == (Tone.NEUTRAL, "No line is below zero.")


def test_an_empty_pharmacy_is_offered_its_first_steps() -> None:
    today, view, _ = presenter(FakeReads())
    today.shown()

    assert [step.key for step in view.days[0].steps] == ["catalogue", "old_stock", "receive"]
    assert view.days[0].sentence.startswith("Nothing is on hand yet.")


def test_a_step_that_is_done_says_what_is_so() -> None:
    catalogue = steps_of(nothing_today(catalogue_rows=230412))[0]
    assert catalogue.done == "230,412 products are listed."


def test_the_first_steps_are_gone_once_stock_is_on_hand() -> None:
    assert steps_of(nothing_today(lines=1)) == ()


def test_a_tile_leads_to_its_screen_with_what_to_show() -> None:
    today, _, given = presenter(FakeReads())
    today.follow(tile("holds", holds=2).way)
    today.open_entry(EntryId("e9"))

    assert given.went == [("stock", StockFilter.HELD), ("journal", "e9")]


def test_a_commit_is_shown_at_once_in_front_and_later_when_not() -> None:
    today, view, _ = presenter(FakeReads())
    changes = Changes(topics=frozenset({Topic.STOCK, Topic.JOURNAL}))
    today.shown()
    today.changed(changes)
    today.hidden()
    today.changed(changes)
    in_front = len(view.days)
    today.shown()

    assert (in_front, len(view.days)) == (2, 3)


def test_nothing_is_asked_again_while_nothing_changed() -> None:
    today, view, _ = presenter(FakeReads())
    today.shown()
    today.hidden()
    today.shown()
    assert len(view.days) == 1

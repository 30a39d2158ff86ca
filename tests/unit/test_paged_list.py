from rxdesk.domain.identity import PlaceId
from rxdesk.domain.sheets import TableSheet
from rxdesk.ports.queries import StockFilter, StockOrder, StockQuery
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import stock_row
from tests.shown_list import ShownList
from ui.parts.stock_list import StockList


def stock_list(given: FakeGiven, view: ShownList) -> StockList:
    filters = (StockFilter.ALL, StockFilter.EXPIRED)
    return StockList(given, view, title="Stock", query=StockQuery(), column="product", filters=filters)


def given_lots(*lots: str) -> FakeGiven:
    return FakeGiven(FakeReads(stock=[stock_row(lot) for lot in lots]))


def test_the_first_question_brings_the_rows_and_the_counts_of_every_chip() -> None:
    reads = FakeReads(stock=[stock_row("A"), stock_row("GONE", expiry="2026-11-01")])
    view = ShownList()
    stock_list(FakeGiven(reads), view).refresh()

    assert view.lots == ["A", "GONE"]
    assert view.counts == {"all": 2, "expired": 1}
    assert (view.current, view.sort) == ("all", ("product", False))


def test_after_a_commit_the_same_question_is_asked_without_opening_anew() -> None:
    given, view = given_lots("A"), ShownList()
    lines = stock_list(given, view)
    lines.refresh()
    given.fake_reads.stock.append(stock_row("B"))
    lines.refresh()

    assert len(view.opened) == 1
    assert view.renewed == [2]


def test_while_somebody_types_only_the_newest_question_is_asked() -> None:
    given, view = given_lots("A", "AB", "ABC"), ShownList()
    lines = stock_list(given, view)
    given.held_back = True
    for typed in ("a", "ab", "abc"):
        lines.search(typed)
    given.answer()

    asked = [query.text for query in given.fake_reads.asked if isinstance(query, StockQuery)]
    assert asked == ["a", "abc"]
    assert view.lots == ["ABC"]


def test_words_that_are_the_same_without_their_blanks_ask_nothing_again() -> None:
    given, view = given_lots("A"), ShownList()
    lines = stock_list(given, view)
    lines.search("a")
    lines.search("a ")

    assert len(view.opened) == 1


def test_further_rows_are_fetched_under_the_question_they_belong_to() -> None:
    given, view = given_lots("A", "B", "C"), ShownList()
    stock_list(given, view).refresh()
    assert view.fetch is not None
    brought: list[str] = []
    view.fetch(1, 2, lambda rows: brought.extend(row.lot for row in rows))

    assert brought == ["B", "C"]


def test_a_click_on_a_header_sorts_in_storage() -> None:
    given, view = given_lots("B", "A"), ShownList()
    lines = stock_list(given, view)
    lines.sort("lot", False)

    assert lines.query.order is StockOrder.LOT
    assert view.lots == ["A", "B"]
    assert view.sort == ("lot", False)


def test_a_column_that_cannot_be_sorted_by_changes_nothing() -> None:
    given, view = given_lots("A"), ShownList()
    stock_list(given, view).sort("status", False)
    assert view.opened == []


def test_a_list_that_leaves_nothing_out_is_not_narrowed() -> None:
    given, view = given_lots("A"), ShownList()
    lines = stock_list(given, view)
    lines.refresh()
    whole = view.narrowed
    lines.ask_for(StockQuery(place=PlaceId("B1")))

    assert (whole, view.narrowed) == (False, True)


def test_paper_and_files_hold_every_row_and_say_what_was_left_out() -> None:
    given, view = given_lots(*(f"L{number:03}" for number in range(250))), ShownList()
    lines = stock_list(given, view)
    lines.search("l")
    lines.print()
    lines.export_workbook()
    lines.export_text()

    assert given.previews == ["Stock"]
    assert given.saved == ["stock-2026-11-23.xlsx", "stock-2026-11-23.csv"]
    for sheet in given.paper.sheets:
        assert isinstance(sheet, TableSheet)
        assert len(sheet.sections[0].rows) == 250
        assert sheet.head.made_by == "K. Patel"
        assert sheet.notes == ("Only lines that hold “l”.",)

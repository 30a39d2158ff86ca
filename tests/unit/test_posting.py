from collections.abc import Callable

import pytest

from rxdesk.desk import Posted
from rxdesk.domain.changes import Changes
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.domain.identity import OrderId, PersonId, PlaceId
from rxdesk.domain.orders import SetUpPlace
from rxdesk.domain.people import Role
from rxdesk.domain.records import Person
from rxdesk.domain.refusals import PlaceUnknown, SignatureNeeded
from rxdesk.usecases.post import Outcome, Request
from tests.fakes_desk import FakeGiven
from tests.made_rows import PATEL
from ui.posting import Posting

PHARMACIST = Person(person=PersonId("p2"), name="M. Okafor", initials="MO", role=Role.PHARMACIST, active=True)
ORDER = SetUpPlace(id=OrderId("o1"), place=PlaceId("A3-02"))
POSTED = Posted(outcome=Outcome(entries=(), changes=Changes()), sentence="Posted.", rows=())


class Counter:
    def __init__(self) -> None:
        self.given = FakeGiven()
        self.requests: list[Request] = []
        self.refuse: Callable[[Request], Refusal | None] = lambda _: None
        self.person: Person | None = PATEL
        self.announced: list[Posted] = []
        self.written: list[Trouble | None] = []
        self.fail: Trouble | None = None
        self.signing: list[tuple[Callable[[Person], None], Callable[[], None]]] = []
        self.post = Posting(
            self.given.ask,
            self._post,
            person=lambda: self.person,
            sign=lambda _refusal, signed, left: self.signing.append((signed, left)),
            posted=self.announced.append,
            notices=self.given.notices,
            written=self.written.append,
        )

    def _post(self, request: Request) -> Posted:
        self.requests.append(request)
        if self.fail is not None:
            raise self.fail
        refusal = self.refuse(request)
        if refusal is not None:
            raise refusal
        return POSTED

    def needs_signature(self) -> None:
        self.refuse = lambda request: SignatureNeeded("Moving C-II stock") if request.signer is None else None


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_an_accepted_order_is_announced_before_whoever_asked_goes_on(counter: Counter) -> None:
    seen: list[int] = []
    counter.post(ORDER, lambda _: seen.append(len(counter.announced)))
    assert seen == [1]
    assert counter.requests[0].person == PATEL.person


def test_a_refusal_nobody_takes_is_said(counter: Counter) -> None:
    counter.refuse = lambda _: PlaceUnknown("A3-02")
    counter.post(ORDER)
    assert [notice.said for notice in counter.given.said] == ["There is no place A3-02."]
    assert counter.announced == []


def test_an_act_that_needs_a_signature_is_posted_again_with_it(counter: Counter) -> None:
    counter.needs_signature()
    done: list[Posted] = []
    counter.post(ORDER, done.append)
    signed, _ = counter.signing[0]
    signed(PHARMACIST)
    assert [request.signer for request in counter.requests] == [None, PHARMACIST.person]
    assert [request.person for request in counter.requests] == [PATEL.person, PATEL.person]
    assert done == [POSTED]


def test_when_nobody_signs_the_act_ends_in_its_refusal(counter: Counter) -> None:
    counter.needs_signature()
    refused: list[Refusal] = []
    counter.post(ORDER, None, refused.append)
    _, left = counter.signing[0]
    left()
    assert [refusal.code for refusal in refused] == ["SignatureNeeded"]
    assert len(counter.requests) == 1


def test_a_signature_that_does_not_suffice_is_not_asked_for_again(counter: Counter) -> None:
    counter.refuse = lambda _: SignatureNeeded("Moving C-II stock")
    refused: list[Refusal] = []
    counter.post(ORDER, None, refused.append)
    counter.signing[0][0](PHARMACIST)
    assert len(counter.signing) == 1
    assert len(refused) == 1


def test_nobody_posts_while_the_station_is_locked(counter: Counter) -> None:
    counter.person = None
    refused: list[Refusal] = []
    counter.post(ORDER, None, refused.append)
    assert counter.requests == []
    assert [refusal.code for refusal in refused] == ["PersonUnknown"]


def test_a_write_that_failed_is_told_until_one_succeeds(counter: Counter) -> None:
    counter.fail = Trouble("The disk is full; nothing was saved.", "Make space.")
    counter.post(ORDER)
    failed, counter.fail = counter.fail, None
    counter.post(ORDER)
    assert counter.written == [failed, None]


def test_a_refusal_says_nothing_about_writing(counter: Counter) -> None:
    counter.refuse = lambda _: PlaceUnknown(PlaceId("A3-02"))
    counter.post(ORDER)
    assert counter.written == []

"""A copy is found among answers of a class, however it was renamed; what many have, or the release, is nobody's."""

from __future__ import annotations

import pytest

from nbjudge.report.alike.fragments import LENGTH, hashes_of, many
from nbjudge.report.alike.pairs import SHORTEST, Answers, Pair, alike
from nbjudge.report.alike.sides import side_by_side
from nbjudge.report.alike.tokens import answer_of
from tests.support.reporting import written

SHARED = written(1000)


def compared(codes: list[str], release: str = "") -> list[Pair]:
    answers, given = Answers(), [answer_of([release])]
    for number, code in enumerate(codes):
        answers.add(f"s{number}", [code])
    return alike(answers, answers.fragments(given), given)


def test_a_renamed_copy_with_other_comments_is_found_and_nobody_else() -> None:
    codes = [written(seed) for seed in range(20)]
    codes[13] = "# all my own work\n" + written(4, name="value").replace("\n", "  # yes\n")
    (pair,) = compared(codes)
    assert (pair.first, pair.second, pair.likeness) == (4, 13, 100.0)
    assert pair.symbols == len(answer_of([codes[4]]).symbols)


def test_what_the_release_holds_is_nobodys() -> None:
    codes = [SHARED if seed in (3, 7) else written(seed) for seed in range(20)]
    assert len(compared(codes)) == 1
    assert compared(codes, release=SHARED) == []


def test_what_many_share_is_nobodys_and_what_few_share_is_ranked_by_how_much() -> None:
    codes = [SHARED if seed <= many(20) else written(seed) for seed in range(20)]
    assert compared(codes) == []
    codes = [SHARED + written(seed) for seed in range(20)]
    codes[5], codes[9], codes[11] = codes[2], codes[8] + written(77, 2), SHARED + written(8) + written(78, 3)
    found = compared(codes)
    assert [(pair.first, pair.second) for pair in found][:2] == [(8, 9), (8, 11)] or found[0].symbols >= found[
        1
    ].symbols
    assert {(2, 5), (8, 9), (8, 11), (9, 11)} == {(pair.first, pair.second) for pair in found}
    assert [pair.symbols for pair in found] == sorted((pair.symbols for pair in found), reverse=True)


def test_short_answers_are_alike_without_meaning_anything() -> None:
    short = written(1, 1)
    assert len(answer_of([short]).symbols) < SHORTEST
    assert compared([short, short, *map(written, range(2, 20))]) == []


def test_rare_comments_in_common_are_counted() -> None:
    codes = [f"# everybody says this here\n{written(seed)}" for seed in range(20)]
    codes[6] = codes[5] = codes[5] + "# a very peculiar remark indeed\n"
    (pair,) = compared(codes)
    assert pair.comments == 1


@pytest.mark.parametrize(("students", "expected"), [(10, 3), (40, 3), (100, 5), (5000, 20)])
def test_how_many_are_many_grows_with_the_class_and_stays_bounded(students: int, expected: int) -> None:
    assert many(students) == expected


def test_a_class_that_hands_in_nothing_and_one_that_all_copied_end_well() -> None:
    assert compared([""] * 12) == []
    assert compared([SHARED] * 12) == []
    assert len(hashes_of("n" * LENGTH)) == 1


def test_lines_that_are_shared_are_marked_on_both_sides_and_others_are_not() -> None:
    first, second = "first = 1\n" + SHARED + written(1), written(2) + SHARED
    answers = Answers()
    for number, code in enumerate([first, second, *map(written, range(3, 20))]):
        answers.add(f"s{number}", [code])
    left, right = side_by_side([first], [second], answers.fragments([]))
    for side in (left, right):
        shared = [line.text for line in side if line.shared]
        missing = set(SHARED.splitlines()) - set(shared)
        assert not missing
        assert len(shared) < len(SHARED.splitlines()) + 6, "a few of the others may be alike by chance"

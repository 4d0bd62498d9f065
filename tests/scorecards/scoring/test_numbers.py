from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.scoring.numbers import canonical, exact, half_up, half_width, in_print, typed


def is_typed(value):
    try:
        typed(value)
    except ValueError:
        return False
    return True


TEN_THOUSANDTHS = st.integers(-(10**8), 10**8).map(lambda count: Fraction(count, 10_000))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5", Fraction(7, 2)),
        ("0", Fraction(0)),
        ("-0.25", Fraction(-1, 4)),
        ("007", Fraction(7)),
        ("1.2345", Fraction(2469, 2000)),
        ("\uff13\uff0e\uff15", Fraction(7, 2)),
        ("\u3000\uff0d\uff11 ", Fraction(-1)),
        ("\u22121", Fraction(-1)),
        ("3\u30025", Fraction(7, 2)),
    ],
)
def test_typed_number_is_read_exactly(text, value):
    assert typed(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", " ", ".5", "5.", "1,5", "1\uff0c000", "1 000", "1e3", "1E999", "NaN", "nan", "Infinity", "-inf",
        "+1", "--1", "1.23456", "1234567890", "9" * 5000, "0x10", "1_000", "\u2460", "3\u00b2", "\u00bd",
        "\u0663", "\u4e09", "1/3", "1\x00", "1\u200b", "5%", "2分",
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text):
    assert not is_typed(text)


@pytest.mark.parametrize("value", [None, 1, 1.5, True, Decimal(1), ["1"], {"1": "1"}, b"1"])
def test_only_text_is_typed(value):
    assert not is_typed(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2), "2"),
        (Fraction(100), "100"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(0), "0"),
        (Fraction(1, 10_000), "0.0001"),
    ],
)
def test_canonical_number_has_one_form(value, text):
    assert canonical(value) == text


def test_canonical_number_is_never_rounded():
    with pytest.raises(ValueError, match="1/3"):
        canonical(Fraction(1, 3))


@given(TEN_THOUSANDTHS)
def test_canonical_number_reads_back(value):
    assert exact(canonical(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(-1, 2), "−0.5"),
        (Fraction(3), "3"),
        (Fraction(1, 3), "1/3（≈0.3333）"),
        (Fraction(-2, 3), "−2/3（≈−0.6667）"),
    ],
)
def test_number_in_print_is_exact(value, text):
    assert in_print(value) == text


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Fraction(89_10295, 100_000), "89.10"),
        (Fraction(1, 200), "0.01"),
        (Fraction(5, 2) / 100, "0.03"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(-1, 1000), "0.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2675, 1000), "2.68"),
        (Fraction(12), "12.00"),
    ],
)
def test_half_goes_up(value, printed):
    assert str(half_up(value, 2)) == printed


@given(TEN_THOUSANDTHS, st.integers(0, 4))
def test_half_up_agrees_with_decimal(value, places):
    expected = Decimal(canonical(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert half_up(value, places) == expected


@given(TEN_THOUSANDTHS)
def test_half_up_does_not_depend_on_the_decimal_context(value):
    with localcontext() as context:
        context.prec = 1
        narrow = half_up(value, 2)
    assert str(narrow) == str(half_up(value, 2))


def test_full_width_letters_become_plain():
    assert half_width("\uff10\uff11\u3000\uff12") == "01 2"

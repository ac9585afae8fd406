import pytest
from django.utils import translation

from banme.workspace.models import Commodity
from banme.workspace.text import both, half


@pytest.mark.parametrize(("language", "shown"), [("vi", "Diện tích"), ("en", "Area"), ("fr", "Area")])
def test_text_is_shown_in_the_readers_language(language, shown):
    with translation.override(language):
        assert str(both("Diện tích", "Area")) == shown


@pytest.mark.parametrize(("language", "shown"), [("vi", "Giả định"), ("en", "assumed")])
def test_of_a_text_in_two_halves_the_reader_sees_one(language, shown):
    assert half("Giả định | assumed", language) == shown
    with translation.override(language):
        assert half("Giả định | assumed") == shown
        assert half("một nửa") == "một nửa"


def test_a_row_is_called_by_its_name_in_the_readers_language():
    goods = Commodity(code="coffee", name="Cà phê", name_en="Coffee")
    for language, name in (("vi", "Cà phê"), ("en", "Coffee")):
        with translation.override(language):
            assert str(goods) == name
    assert str(Commodity(code="tieu", name="Hồ tiêu")) == "Hồ tiêu"
    assert str(Commodity(code="tieu")) == "tieu"

import pytest
from PIL import Image

from banme import regions
from banme.errors import InputError

from .tables import FOLDER, table


def test_the_sample_region_is_shipped():
    assert regions.names() == ["daklak"]
    assert regions.path("daklak").is_dir()


def test_a_region_is_described_from_its_own_file():
    region = regions.describe("daklak")
    assert region.code == "daklak"
    assert region.name_vi == "Đắk Lắk"
    assert region.path == FOLDER
    west, south, east, north = region.extent
    assert west < region.centre[0] < east
    assert south < region.centre[1] < north


def test_the_scenarios_named_first_are_there():
    region = regions.describe("daklak")
    codes = {row["code"] for row in table("scenario")}
    assert {region.default_scenario, region.compare_with} <= codes


def test_an_unknown_region_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(InputError, match="daklak"):
        regions.path("atlantis")


def test_the_relief_is_small_light_and_covers_the_extent():
    shade = regions.describe("daklak").hillshade
    assert shade.path.stat().st_size < 400_000
    with Image.open(shade.path) as picture:
        assert picture.size == (1024, 1024)
        low, high = picture.convert("L").getextrema()
    assert low >= 180
    assert high >= 230
    longitudes, latitudes = zip(*shade.corners, strict=True)
    assert (min(longitudes), min(latitudes), max(longitudes), max(latitudes)) == regions.describe("daklak").extent


def test_the_whole_package_stays_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 6_000_000

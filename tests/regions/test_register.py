import pytest

from banme import regions

from .tables import FOLDER, rows, table

SOURCES = {row["code"]: row.values for row in table("data_source")}
ODBL = set(regions.describe("daklak").odbl_files)


def test_every_dataset_states_name_version_licence_quality_and_cautions():
    for code, source in SOURCES.items():
        for column in ("title", "publisher", "version", "licence", "quality"):
            assert source[column], f"{code}: {column}"


def test_every_open_street_map_dataset_carries_its_credit():
    shown = {code: source["attribution"] for code, source in SOURCES.items() if source["licence"] == "ODbL-1.0"}
    assert shown
    assert set(shown.values()) == {"© OpenStreetMap contributors, ODbL 1.0"}


def test_every_row_cites_a_registered_source():
    strays = [row.place for row in rows() if "source_code" in row.values and row["source_code"] not in SOURCES]
    assert strays == []


def test_every_registered_dataset_is_cited_or_used():
    cited = {row["source_code"] for row in rows() if "source_code" in row.values}
    named_in_notes = {code for code in SOURCES if any(code in str(row.values.get("note")) for row in rows())}
    assert sorted(set(SOURCES) - cited - named_in_notes) == []


def test_open_street_map_rows_are_in_files_of_their_own():
    files = {
        row.file
        for row in rows()
        if "source_code" in row.values and SOURCES[row["source_code"]]["licence"] == "ODbL-1.0"
    }
    assert files == ODBL
    assert {row["source_code"] for row in rows() if row.file == "road_edge.geojson"} == {"OSM-ROADS"}


def test_no_file_outside_the_odbl_list_cites_open_street_map():
    for row in rows():
        if row.file not in ODBL and "source_code" in row.values:
            assert SOURCES[row["source_code"]]["licence"] != "ODbL-1.0", row.place


def test_every_assumed_row_says_why():
    silent = [
        row.place
        for row in rows()
        if row.values.get("quality") == "assumed" and not (row.values.get("note") or "").strip()
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["ODbL-1.0.txt", "CC-BY-4.0.txt", "Apache-2.0.txt", "MIT.txt", "NOTICE.md"])
def test_the_licence_texts_lie_beside_the_data(name):
    assert (FOLDER / "LICENSES" / name).stat().st_size > 500


def test_the_notice_names_every_odbl_file():
    notice = (FOLDER / "LICENSES" / "NOTICE.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in notice for name in ODBL)
    assert "© OpenStreetMap contributors" in notice

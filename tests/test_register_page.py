"""docs/register.md says of the map what the code reads, in both languages."""

import re

import pytest

from bvte.evidence.problem import EvidenceError
from bvte.intake.register import WAYS, count_register, read_map

ROWS = "ten,ma_xa,nam,gioi_tinh,tuoi,nhom\nA,03127,2025,Nữ,7,Mồ côi\nB,03127,2025,Nữ,0,Mồ côi\n"


@pytest.fixture
def page(project):
    return (project / "docs" / "register.md").read_text(encoding="utf-8")


def test_the_map_of_the_page_is_read_and_counts(page, tmp_path):
    maps = re.findall(r"```yaml\n(.*?)```", page, re.S)
    given = [text for text in maps if text.startswith("folder")]
    maps = [text for text in maps if text not in given]
    assert len(maps) == len(given) == 2
    register = tmp_path / "so.csv"
    register.write_text(ROWS, encoding="utf-8")
    for text, added in zip(maps, given, strict=True):
        path = tmp_path / "map.yml"
        path.write_text(text + added, encoding="utf-8")
        counts = count_register([register], read_map(path)).rows
        assert ("orphaned_count", "03127", 2025, 2) in [*read_map(path).folder.rows(counts)]
        found = {row[:5]: row[5] for row in counts}
        assert found["03127", 2025, "girls", "all", "orphaned"] == 2 and found["all", 2025, "all", "0-5", "all"] == 1
        register.write_text(ROWS.replace("Nữ", ""), encoding="utf-8")
        with pytest.raises(EvidenceError):
            count_register([register], read_map(path))
        path.write_text(text.replace("{Nam: boys", '{"": not_told, Nam: boys'), encoding="utf-8")
        counted = {row[:5]: row[5] for row in count_register([register], read_map(path)).rows}
        assert counted["all", 2025, "not_told", "all", "all"] == 2
        register.write_text(ROWS, encoding="utf-8")


def test_the_columns_of_the_page_are_those_of_the_result(page):
    heads = [line for line in page.splitlines() if line.startswith("| area")]
    assert heads == [f"| {' | '.join(WAYS)} | children |"]

"""Who is named is found; places, bodies and figures are not."""

import time
import unicodedata

import pytest

from bvte.intake.personal import find_personal

# Made up, or as good as nobody's.
PERSONS = {
    "Nguyễn Văn A": ["Nguyễn Văn A"],
    "Giao cho Giàng Thị B, phòng Trẻ em": ["Giàng Thị B"],
    "Ông A": ["Ông A"],
    "bà Lò Thị B chịu trách nhiệm": ["bà Lò Thị B"],
    "Đ/c B": ["Đ/c B"],
    "Mr. C": ["Mr. C"],
    "đồng chí D": ["đồng chí D"],
    "em Hoa 12 tuổi": ["em Hoa"],
    "NGUYỄN VĂN A": ["NGUYỄN VĂN A"],
    "LÒ VĂN A": ["LÒ VĂN A"],
    "Mùa A B": ["Mùa A B"],
    "Giám đốc Sở Trần Thị B": ["Trần Thị B"],
    "hỏi a.b@vidu.gov.vn": ["a.b@vidu.gov.vn"],
    "0912 345 678": ["0912 345 678"],
    "0912.345.678.": ["0912.345.678"],
    "gọi +84 912-345-678": ["+84 912-345-678"],
    "(0215) 3825 123": ["(0215) 3825 123"],
    "số 011203004567": ["011203004567"],
    "nguyễn văn a": ["nguyễn văn a"],
    "giao trần thị b, phòng trẻ em": ["trần thị b"],
    "Ng. V. A": ["Ng. V. A"],
    "trẻ L.T.B 12 tuổi": ["L.T.B"],
    "Zalo 84912345678": ["84912345678"],
    "hỏi a＠vidu.vn": ["a＠vidu.vn"],
    "Nguyễn Văn A, a@b.vn": ["Nguyễn Văn A", "a@b.vn"],
}
NOBODY = [
    "Sở Y tế",
    "Giám đốc Sở",
    "UBND xã Bản Mường",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "phường Phan Đình Giót, xã Mường Phăng, hồ Pá Khoang",
    "Trường THPT Lê Quý Đôn",
    "trẻ em Điện Biên và các em Trường Mầm non",
    "chị em Hội Liên hiệp Phụ nữ",
    "đồng chí Bí thư Đảng ủy",
    "Ông bà nội, anh chị em",
    "QUẢN LÝ VĂN BẢN, LÝ DO",
    "Mùa Xuân 2025, Lý do: Luật Trẻ em 2016",
    "6.847 trên 208.222 trẻ em (3,29%), 2021-2025",
    "98,280 children; 0.123456789; 01/03/2026",
    "Quyết định 1023/QĐ-TTg ngày 15/6/2016",
    "03139 03142",
    "lò văn hóa, hồ văn bản, lý thị trường",
    "Ghi chú. Ô trống; TP.HCM, v.v.; 84 912 345 678 đồng; 84.912.345.678",
    "Sở Lao động - Thương binh và Xã hội",
]


@pytest.mark.parametrize("text", PERSONS)
def test_persons_are_found(text):
    assert find_personal(text) == PERSONS[text]
    assert find_personal(unicodedata.normalize("NFD", text)) == PERSONS[text]


@pytest.mark.parametrize("text", NOBODY)
def test_places_bodies_and_figures_are_nobody(text):
    assert find_personal(text) == []


def test_what_the_project_says_itself_names_nobody(project):
    texts = project.glob("src/bvte/presentation/texts/*/*.yml")
    written = project.glob("data/*/narrative/*/*.md")
    assert {path.name: found for path in (*texts, *written) if (found := find_personal(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "piece", ["a", "A ", "@", "0 ", "Nguyễn ", "a.@", "Ông ", ".", "+84", "A.", "0", "84", "trần thị ", "A.T."]
)
def test_any_text_is_read_in_time_that_grows_as_it_does(piece):
    began = time.process_time()
    find_personal(piece * 100_000)
    assert time.process_time() - began < 5

"""The words that a page, the index and a refusal say beside what the notebooks say, in both languages."""

WORDS = {
    "vi": {
        "skip": "Đến nội dung chính",
        "subject": "Bảo vệ trẻ em",
        "all_reports": "Tất cả báo cáo",
        "index_title": "Báo cáo đánh giá chương trình bảo vệ trẻ em",
        "index_lead": "Mỗi báo cáo trả lời một câu hỏi từ số liệu đã công bố và nêu nguồn của từng con số.",
        "twin_name": "English",
        "twin_language": "en",
        "site_nav": "Trang",
        "contents": "Nội dung",
        "figure": "Hình {number}.",
        "table": "Bảng {number}.",
        "described": "Mô tả bằng lời",
        "computed": "Cách tính",
        "sources_note": (
            "Mọi con số đều từ nguồn nêu trong báo cáo; "
            "chỗ nào báo cáo tự suy ra, ước tính hoặc chỉ biết giới hạn thì có ghi rõ."
        ),
        "reproduce": "Lập lại báo cáo này từ dữ liệu và mã nguồn bằng một lệnh:",
        "reproduce_all": "Lập lại mọi báo cáo từ dữ liệu và mã nguồn bằng một lệnh:",
        "evidence_date": "Nguồn mới nhất: {date}",
        "unknown_notebook": "không có loại báo cáo “{found}”",
        "unknown_name": "{notebook}: không có tham số “{found}”",
        "missing": "{notebook}: thiếu tham số “{name}” ({meaning})",
        "not_text": "{notebook}: tham số “{name}” phải là chữ, không phải {found!r}",
        "not_number": "{notebook}: tham số “{name}” phải là số nguyên, không phải {found!r}",
        "unknown_value": "{notebook}: tham số “{name}” ({meaning}) không có giá trị “{found}”",
        "nearest": "; có phải ý bạn là “{nearest}”?",
        "known": "; có thể chọn: {known}",
    },
    "en": {
        "skip": "Skip to content",
        "subject": "Child protection",
        "all_reports": "All reports",
        "index_title": "Evaluation reports of the child protection programme",
        "index_lead": "Each report answers one question from published figures and names their sources.",
        "twin_name": "Tiếng Việt",
        "twin_language": "vi",
        "site_nav": "Site",
        "contents": "Contents",
        "figure": "Figure {number}.",
        "table": "Table {number}.",
        "described": "Description in words",
        "computed": "How this was computed",
        "sources_note": (
            "Every figure comes from a source named in the report; "
            "where the report derives or estimates one, or only a bound is known, it says so."
        ),
        "reproduce": "Build this report again from the data and the code with one command:",
        "reproduce_all": "Build every report again from the data and the code with one command:",
        "evidence_date": "Newest source: {date}",
        "unknown_notebook": "there is no kind of report “{found}”",
        "unknown_name": "{notebook}: there is no parameter “{found}”",
        "missing": "{notebook}: the parameter “{name}” ({meaning}) is missing",
        "not_text": "{notebook}: the parameter “{name}” must be text, not {found!r}",
        "not_number": "{notebook}: the parameter “{name}” must be a whole number, not {found!r}",
        "unknown_value": "{notebook}: the parameter “{name}” ({meaning}) has no value “{found}”",
        "nearest": "; did you mean “{nearest}”?",
        "known": "; it can be: {known}",
    },
}

"""The words that a page, the index and a refusal say beside what the notebooks say, in both languages."""

WORDS = {
    "vi": {
        "skip": "Đến nội dung chính",
        "subject": "Bảo vệ trẻ em",
        "all_reports": "Tất cả báo cáo",
        "index_title": "Báo cáo đánh giá chương trình bảo vệ trẻ em",
        "index_lead": (
            "Mỗi báo cáo trả lời một câu hỏi từ số liệu đã công bố và nêu nguồn của từng con số. "
            "Chỗ nào số liệu chưa đủ để kết luận thì báo cáo nói rõ như vậy."
        ),
        "find": "Tìm theo chỉ tiêu, giai đoạn hoặc năm",
        "find_example": "ví dụ: tảo hôn, đuối nước, 2016",
        "found": "Có số liệu về:",
        "silent": "Nói tới, nhưng không tìm thấy số liệu về:",
        "found_none": "Không có báo cáo nào khớp.",
        "all_years": "Mọi năm",
        "html": "Trang web",
        "twin_name": "English",
        "twin_language": "en",
        "site_nav": "Trang",
        "contents": "Nội dung",
        "figure": "Hình {number}.",
        "table": "Bảng {number}.",
        "described": "Mô tả bằng lời",
        "described_numbers": "Mô tả bằng lời và bảng số liệu",
        "chart_numbers": "Bảng số liệu của hình",
        "computed": "Cách tính",
        "sources_note": (
            "Mọi con số đều từ nguồn nêu trong báo cáo; "
            "số nào do báo cáo tính toán, ước tính hoặc chỉ công bố mức “dưới”, “trên” thì có ghi rõ."
        ),
        "reproduce": "Dành cho người lập báo cáo, lệnh chạy lại báo cáo này:",
        "reproduce_all": "Dành cho người lập báo cáo, lệnh chạy lại mọi báo cáo:",
        "parameters": "Tham số:",
        "seen_from": "Số liệu xét đến ngày {date}",
        "evidence_period": "Số liệu mới nhất: {date}",
        "evidence_date": "Nguồn công bố gần nhất: {date}",
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
        "index_lead": (
            "Each report answers one question from published figures and names the source of each. "
            "Where the figures are not enough to conclude, the report says so."
        ),
        "find": "Find by indicator, phase or year",
        "find_example": "for example: child marriage, drowning, 2016",
        "found": "Has figures on:",
        "silent": "Speaks of, but found no figure on:",
        "found_none": "No report matches.",
        "all_years": "All years",
        "html": "Web page",
        "twin_name": "Tiếng Việt",
        "twin_language": "vi",
        "site_nav": "Site",
        "contents": "Contents",
        "figure": "Figure {number}.",
        "table": "Table {number}.",
        "described": "Description in words",
        "described_numbers": "Description in words and table of figures",
        "chart_numbers": "Table of the figures in the chart",
        "computed": "How this was computed",
        "sources_note": (
            "Every figure comes from a source named in the report; "
            "where the report derives or estimates one, or only a bound is known, it says so."
        ),
        "reproduce": "Build this report again from the data and the code with one command:",
        "reproduce_all": "Build every report again from the data and the code with one command:",
        "parameters": "Parameters:",
        "seen_from": "Seen from {date}",
        "evidence_period": "Newest figure speaks of: {date}",
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

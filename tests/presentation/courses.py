"""What the pace methods may say: their labels, and a course for every refusal."""

from bvte.judgement.progress import Course
from bvte.methods import pace, progress_chart

LABELS = (
    {"ahead", "behind"}
    | set(pace.RATIO_LABELS["open_sdg"])
    | {"target_achieved", "will_meet_target", "need_to_accelerate", "no_progress_expected"}
    | set(progress_chart.STATUS.values())
)
# Courses (base, current, target, their years, way, maximum) on which a method refuses, by the code it gives.
UNDEFINED = {
    "zero_base": ("growth_ratio", Course(0, 10, 50, 2020, 2022, 2030, "up", 100)),
    "not_positive": ("growth_ratio", Course(10, 5, 0, 2020, 2022, 2030, "down", 100)),
    "beyond_limit": ("escap", Course(90, 100, 95, 2020, 2022, 2030, "down", 100)),
    "base_equals_target": ("linear", Course(90, 85, 90, 2020, 2022, 2030, "up", 100)),
    "base_meets_target": ("un_chart", Course(95, 80, 90, 2020, 2022, 2030, "up", 100)),
    "same_year": ("linear", Course(80, 85, 90, 2020, 2030, 2030, "up", 100)),
    "after_target_year": ("escap", Course(80, 85, 90, 2020, 2030, 2030, "up", 100)),
}

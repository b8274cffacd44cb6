"""Names of places as a sentence has them."""

from bvte.evidence.language import active_language

# Vietnamese writes the kind of a place small inside a sentence, and its name with a capital.
KINDS = ("Tỉnh", "Thành phố", "Thị xã", "Thị trấn", "Huyện", "Quận", "Xã", "Phường", "Đặc khu")


def inside(area):
    """The name of an area inside a sentence; one without its kind stays as it is."""
    name = area.text("name")
    small = active_language() == "vi" and any(name.startswith(f"{kind} ") for kind in KINDS)
    return name[0].lower() + name[1:] if small else name

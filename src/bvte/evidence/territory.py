"""What a folder knows of places: which there were on a day, what they lie in, when a level of them ended."""

from datetime import date
from functools import cached_property

from bvte.evidence.codes import CodeError
from bvte.evidence.period import Period
from bvte.evidence.record import Recomputed


class Territory(Recomputed):
    """The places of an `Evidence`, read from its `areas` and `programmes`."""

    def area(self, code, on=None):
        """The area of that code, valid on a day where one is given, else its latest state.

        Raises KeyError where no such area exists (then); of a code that is none a CodeError.
        """
        if code not in self._states:
            raise CodeError("area", code, self._states)
        states = self._states[code]
        valid = [a for a in states if on is None or a.covers(Period(on, on))]
        if not valid:
            raise KeyError(f"no area {code}" + (f" on {on}" if on else ""))
        return valid[-1]

    @cached_property
    def _states(self):
        """Areas by code, oldest state first."""
        states = {}
        for area in sorted(self.areas.values(), key=lambda a: a.valid_from or date.min):
            states.setdefault(area.code, []).append(area)
        return states

    def before(self, programme):
        """A programme's area where it was born during or after the phase, and says of what it was part
        before; None where it lived through the phase or nothing is known of that."""
        born = next((a for a in self._states.get(programme.area, ()) if a.before_vi and a.valid_from), None)
        return born if born and born.valid_from > date(programme.start, 1, 1) else None

    def level_ended(self, level, on):
        """The last day of a level of government in the province, where it was over on a day, else None.

        level : "district", "commune", or None. What ends after the evidence's own day is not known yet.
        """
        inside = {self.province.code} | {a.code for a in self._units if a.parent == self.province.code}
        ends = [a.valid_to for a in self._units if a.level == level and a.parent in inside]
        over = ends and all(ends) and max(ends) < min(on, self.day)
        return max(ends) if over else None

    @cached_property
    def _units(self):
        """Places that have a place above them."""
        return [area for area in self.areas.values() if area.parent]

    def areas_known(self, day):
        """The areas as known on a day, by key: none born or ended later; the province itself stays."""
        born = {key: a for key, a in self.areas.items()
                if (a.valid_from or day) <= day or a.code == self.province.code}  # fmt: skip
        ended = {key: a for key, a in born.items() if a.valid_to and a.valid_to > day}
        return born | {key: a.model_copy(update={"valid_to": None}) for key, a in ended.items()}

    def areas_above(self, code):
        """Codes of all areas that hold an area, in any of its states."""
        parents = {state.parent for state in self._states.get(code, ()) if state.parent}
        return parents.union(*(self.areas_above(parent) for parent in parents - {code}))

    def units(self, level, area, day):
        """The areas of a level that lie in an area on a day, in the order of the file."""
        then = Period(day, day)
        return [a for a in self.areas.values()
                if a.level == level and a.covers(then) and area in self.areas_above(a.code)]  # fmt: skip

    @cached_property
    def province(self):
        """The area that this folder is about: that of the programmes of province level."""
        code = next(p.area for p in self.programmes.values() if p.level == "province")
        return self.area(code)

"""Funnel limits when areas differ by more than chance: how much more, and limits that allow for it.

Sources: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202 and Quality and Safety in Health Care
14:347-351; log scale and trimming as NHS England's SHMI (FunnelPlotR).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import AlignedColumns, counts_of, events_of, row_by_row, tail_probability
from bvte.methods.funnel import Funnel, normal_limits
from bvte.methods.proportions import exact_poisson_interval
from bvte.methods.undefined import Array, Mask, Numbers, Undefined, refuse_if, refuse_missing, refuse_per


@dataclass(frozen=True)
class Scores:
    """Areas on a scale where chance is near normal: value, its standard error, and the way back."""

    value: np.ndarray
    error: np.ndarray
    centre: np.ndarray
    back: Callable
    columns: AlignedColumns

    @property
    def z(self) -> Array:
        """Standard errors between each area and the centre; NaN where the area is missing."""
        return (self.value - self.centre) / self.error


class Overdispersion(NamedTuple):
    """phi; tau2 between areas (squared unit of the scale); areas used; cut for phi; areas trimmed; chance.

    chance: mean of the trimmed z^2 under chance alone (1 without trimming), by which phi is divided; programs
    that leave it out, as FunnelPlotR, print phi * chance.
    """

    phi: float
    tau2: float
    areas: int
    cut: float
    trimmed: int
    chance: float

    @property
    def is_clear(self) -> bool:
        """Whether phi exceeds its cut: 1 and twice its standard error under chance, untrimmed sqrt(2/n)."""
        return self.phi > self.cut


def log_ratio_scores(observed: Numbers, expected: Numbers, centre: float = 1) -> Scores:
    """Scores ln(O/E) around ln(centre), error 1/sqrt(centre E): of the events that the centre lets expect.

    Raises Undefined as `events_of`, `centre_outside_limits` for a centre of 0 or less, and `zero_observed`:
    use `root_ratio_scores` then.
    """
    columns = events_of(observed, expected)
    x, e = columns.arrays
    refuse_missing(centre)
    refuse_if(centre <= 0, "centre_outside_limits", centre=centre)
    columns.refuse("zero_observed", x == 0)
    return Scores(np.log(x / e), 1 / np.sqrt(centre * e), np.full(x.shape, np.log(centre)), np.exp, columns)


def root_ratio_scores(observed: Numbers, expected: Numbers, centre: float = 1) -> Scores:
    """Scores sqrt(O/E), error 1/(2 sqrt(E)) at any centre, around its root: also for areas without events.

    Raises Undefined as `events_of`, and `centre_outside_limits` for a centre of 0 or less.
    """
    columns = events_of(observed, expected)
    x, e = columns.arrays
    refuse_missing(centre)
    refuse_if(centre <= 0, "centre_outside_limits", centre=centre)
    middle = np.full(x.shape, np.sqrt(centre))
    return Scores(np.sqrt(x / e), 0.5 / np.sqrt(e), middle, _from_root, columns)


def share_scores(count: Numbers, total: Numbers, centre: float) -> Scores:
    """Scores p = count/total, error sqrt(centre (1 - centre)/total), around a share strictly between 0 and 1.

    Raises Undefined as `counts_of`, and `centre_outside_limits`.
    """
    columns = counts_of(count, total)
    x, n = columns.arrays
    refuse_missing(centre)
    refuse_if(not 0 < centre < 1, "centre_outside_limits", centre=centre)
    error = np.sqrt(centre * (1 - centre) / n)
    return Scores(x / n, error, np.full(x.shape, float(centre)), _to_share, columns)


def arcsine_scores(count: Numbers, total: Numbers, centre: float) -> Scores:
    """Scores asin sqrt(count/total), error 1/(2 sqrt(total)): steadier than `share_scores` near 0 and 1."""
    columns = counts_of(count, total)
    x, n = columns.arrays
    refuse_missing(centre)
    refuse_if(not 0 <= centre <= 1, "centre_outside_limits", centre=centre)
    middle = np.full(x.shape, np.arcsin(np.sqrt(centre)))
    return Scores(np.arcsin(np.sqrt(x / n)), 0.5 / np.sqrt(n), middle, _from_arcsine, columns)


def _from_root(y: Array) -> Array:
    return np.maximum(y, 0) ** 2


def _to_share(y: Array) -> Array:
    return np.clip(y, 0, 1)


def _from_arcsine(y: Array) -> Array:
    return np.sin(np.clip(y, 0, np.pi / 2)) ** 2


def estimate_overdispersion(scores: Scores, trim: str = "winsorise", share: float = 0.1) -> Overdispersion:
    """How much more the areas of `scores` vary than chance; with ten areas phi itself is very uncertain.

    phi = sum z^2/n over its mean under chance; tau2 = max(0, (n phi - (n-1)) / (sum w - sum w^2/sum w)), w =
    1/error^2. trim: `winsorise` pulls the z of the outer `share` at each end to that quantile, so that true
    outliers do not widen their own limits; `truncate` leaves those areas out (SHMI); `none`. Trimmed z vary
    less than chance, so phi is divided by what trimming leaves of it (0.68 when a tenth is pulled in at each
    end). That is what many areas leave: with 20, winsorised phi stays 5 % and truncated phi 17 % too high.
    With n * share < 1 no whole area lies in a tail, and nothing is trimmed. Missing areas do not count.
    Raises Undefined `too_few_areas` below two.

    >>> scores = log_ratio_scores([100, 150, 180, 80, 120, 225], [108, 112, 165, 95, 100, 220])
    >>> round(estimate_overdispersion(scores).phi, 3)
    2.948
    """
    known = ~np.isnan(scores.z)
    z, weight = scores.z[known], scores.error[known] ** -2
    inside = _inside_tails(z, trim, share)
    chance, error = _under_chance(trim, share if trim == "winsorise" else (~inside).mean() / 2, inside)
    if trim == "winsorise" and not inside.all():
        z = np.clip(z, *np.quantile(z, [share, 1 - share]))
    elif trim == "truncate":
        z, weight = z[inside], weight[inside]
    n = z.size
    refuse_if(n < 2, "too_few_areas", areas=n)
    phi = float(np.mean(z**2) / chance)
    between = (n * phi - (n - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    cut = 1 + 2 * error / chance
    return Overdispersion(phi, max(0.0, float(between)), n, cut, int((~inside).sum()), chance)


def _under_chance(trim: str, share: float, inside: Mask) -> tuple[float, float]:
    """Mean and standard error of the trimmed mean of z^2 for normal z.

    The error is that of the influence function: winsorising adds what the quantiles themselves vary.
    """
    n = max(inside.size, 1)
    if inside.all():
        return 1.0, (2 / n) ** 0.5
    from scipy.stats import norm

    c = norm.isf(share)
    density, tails = norm.pdf(c), 2 * share
    second, fourth = 1 - tails - 2 * c * density, 3 * (1 - tails) - 2 * density * (c**3 + 3 * c)
    mean = second + tails * c**2
    variance = fourth + tails * c**4 - mean**2
    if trim == "truncate":
        return float(second / (1 - tails)), float((variance / n) ** 0.5 / (1 - tails))
    pull = 2 * c * share / density
    variance += pull**2 * tails * (1 - tails) + 2 * pull * tails * (c**2 - mean)
    return float(mean), float((variance / n) ** 0.5)


def _inside_tails(z: Array, trim: str, share: float) -> Mask:
    if trim not in ("winsorise", "truncate", "none"):
        raise ValueError(f"unknown trim {trim!r}")
    if not 0 < share < 0.5:
        raise ValueError(f"the share of one end lies between 0 and a half, not {share}")
    if trim == "none" or z.size * share < 1:
        return np.full(z.shape, True)
    if trim == "winsorise":
        low, high = np.quantile(z, [share, 1 - share])
        return (z >= low) & (z <= high)
    from scipy.stats import rankdata

    # SHMI sorts the areas into 1/share groups and leaves out the first and the last.
    groups = round(1 / share)
    group = np.floor(rankdata(z) * groups / (z.size + 1))
    return (group > 0) & (group < groups - 1)


def widened_funnel(scores: Scores, phi: float = 1, tau2: float = 0) -> Funnel:
    """Funnel of the areas of `scores`, widened by sqrt(phi) (multiplicative) or by tau2 (additive).

    back(centre -/+ z sqrt(phi error^2 + tau2)). A phi below 1 does not narrow the limits.
    """
    error = np.sqrt(max(phi, 1) * scores.error**2 + tau2)
    limits = (scores.back(scores.centre + z * error) for z in normal_limits())
    return Funnel(*(scores.columns.shape(limit) for limit in limits))


class EmpiricalBayes(NamedTuple):
    """Shrunk rates (events per person, shape of the input), the common rate, the variance between areas.

    weight: the share of each area's own rate in its shrunk rate, 0 when areas differ by no more than chance.
    """

    rate: Any
    mean: float
    variance: float
    weight: Any


@row_by_row
def empirical_bayes(events: Numbers, population: Numbers) -> EmpiricalBayes:
    """Rates of areas shrunk to their common rate.

    r = e/b, m = sum e / sum b, a = max(0, sum b (r - m)^2 / sum b - m / mean(b)), EB = m + (r - m) a / (a +
    m/b). Source: Marshall 1991, Applied Statistics 40:283-294; as R spdep EBest (family "poisson"), a not
    below 0. Areas whose events are missing stay missing and do not enter m; so do, with undefined="missing",
    those without people. Raises Undefined as `events_of`, and `too_few_areas` below two.

    >>> empirical_bayes([2, 2, 2, 2], [100, 110, 90, 100]).rate.round(3).tolist()
    [0.02, 0.02, 0.02, 0.02]
    """
    columns = events_of(events, population)
    e, b = columns.arrays
    known = ~np.isnan(e + b)
    if known.sum() < 2:
        raise Undefined("too_few_areas", areas=int(known.sum()))
    mean, variance = _between_areas(e[known], b[known])
    # Without variance between areas every area gets the common rate, also when that is 0.
    weight = variance / (variance + mean / b) if variance else np.where(known, 0.0, np.nan)
    rate = mean + (e / b - mean) * weight
    return EmpiricalBayes(columns.shape(rate), mean, variance, columns.shape(np.where(known, weight, np.nan)))


class Shrunken(NamedTuple):
    """Shrunk rates with their limits, in the shape of the input; mean, variance, weight: as of `EmpiricalBayes`."""

    rate: Any
    low: Any
    high: Any
    mean: float
    variance: float
    weight: Any


def shrunken_rates(
    events: Numbers, population: Numbers, per: float = 1, level: float = 0.95, undefined: str = "refuse"
) -> Shrunken:
    """The shrunk rates of `empirical_bayes` with intervals, each the middle of a gamma distribution.

    With rates of areas gamma distributed (mean m, variance a) and Poisson events, an area's own rate is gamma of shape
    m^2/a + e and rate m/a + b, whose mean is Marshall's. Source: Clayton and Kaldor 1987, Biometrics 43:671-681. The
    limits take m and a as known and are a little narrow for few areas. Where areas differ by no more than chance
    (a = 0) all have the common rate, with its own exact interval. Raises Undefined as `empirical_bayes` and
    `refuse_per`.

    >>> found = shrunken_rates([1, 9, 20], [100, 100, 100])
    >>> bool((found.low < found.rate).all() and (found.rate < found.high).all())
    True
    """
    refuse_per(per)
    found = empirical_bayes(events, population, undefined=undefined)
    columns = AlignedColumns(events, population)
    e, b = columns.arrays
    known = ~np.isnan(np.atleast_1d(np.asarray(found.rate, dtype=float)))
    if found.variance:
        rate, low, high = gamma_posterior(e, b, found.mean**2 / found.variance, found.mean / found.variance, level)
    else:
        whole = exact_poisson_interval(e[known].sum(), b[known].sum(), level=level)
        rate, low, high = (np.full(e.shape, end) for end in (found.mean, whole.low, whole.high))
    rate, low, high = (columns.shape(per * np.where(known, end, np.nan)) for end in (rate, low, high))
    return Shrunken(rate, low, high, found.mean, found.variance, found.weight)


def gamma_posterior(
    events: Array, population: Array, shape: float, rate: float, level: float = 0.95
) -> tuple[Array, Array, Array]:
    """Mean and limits of a rate after `events` among `population`, where it was gamma(shape, rate) before.

    Source: Gelman and others 2013, Bayesian Data Analysis, third edition, section 2.7.

    >>> [round(float(end), 2) for end in gamma_posterior(3.0, 2.0, 3, 5)]
    [0.86, 0.31, 1.67]
    """
    from scipy.stats import gamma

    after, scale = shape + events, 1 / (rate + population)
    half = tail_probability(level) / 2
    return after * scale, gamma.ppf(half, after, scale=scale), gamma.isf(half, after, scale=scale)


def _between_areas(e: Array, b: Array) -> tuple[float, float]:
    mean = e.sum() / b.sum()
    spread = (b * (e / b - mean) ** 2).sum() / b.sum()
    return float(mean), max(0.0, float(spread - mean / b.mean()))

"""The scale on which values below a natural maximum are predicted, so that no prediction leaves them."""

import numpy as np

from bvte.methods.undefined import float_array, refuse_if, refuse_missing


def to_scale(values, limit):
    """The values on the scale of the calculation: as they are, or ln(y/(limit - y)) below a natural maximum.

    Raises Undefined("beyond_limit") for values at 0 or the limit, and as `float_array`.
    """
    values = float_array(values)
    if limit is None:
        return values
    refuse_missing(limit)
    refuse_if(bool(((values <= 0) | (values >= limit)).any()), "beyond_limit", limit=limit)
    return np.log(values / (limit - values))


def from_scale(values, limit):
    """Numbers (or a DataFrame of them) back from the scale of `to_scale`."""
    from scipy.special import expit

    return values if limit is None else limit * expit(values)

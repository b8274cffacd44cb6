"""The regression of shares on their place in a ranking: slope and relative index compare its ends."""

import warnings

import numpy as np

from bvte.methods.undefined import Undefined


def whole_shares(share, population, whole_events):
    """Shares of whole events of whole people, as WHO's programs take them, or the shares as they are."""
    if ((share < 0) | (share > 1)).any():
        raise Undefined("estimate_outside_scale", low=float(share.min()), high=float(share.max()))
    if not whole_events:
        return share
    if (population % 1 > 0).any():
        raise Undefined("population_not_whole")
    return np.round(share * population) / population


def fit_ends(model, share, design, weights):
    """Fitted values at both ends of the ranking, their gradients, and the robust (HC1) covariance."""
    from statsmodels.genmod import families
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    family = {"logit": families.Binomial, "linear": families.Gaussian}[model]()
    weights = np.asarray(weights, dtype=float)
    # Weights that sum to 1 leave the fit as it is and keep its stopping rule free of the population's size.
    glm = GLM(share, design, family=family, var_weights=weights / weights.sum())
    with warnings.catch_warnings():
        # It also warns of a line that meets every share exactly, which is no fault.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = glm.fit(cov_type="HC0", tol=1e-12)
    return _ends_of_fit(fit, family.link, share.size)


def _ends_of_fit(fit, link, n):
    ends = np.array([[1.0, 0.0], [1.0, 1.0]])
    line = ends @ fit.params
    bottom, top = link.inverse(line)
    gradients = link.inverse_deriv(line)[:, None] * ends
    # statsmodels leaves the small-sample factor n/(n-2) of HC1 out for these models.
    return float(bottom), float(top), gradients, fit.cov_params() * n / (n - 2)


def refuse_separation(x, share):
    """No line has a finite slope when all cases stand on one side of all other people."""
    cases, others = x[share > 0], x[share < 1]
    if not (cases.size and others.size):
        raise Undefined("no_finite_slope", share=float(share[0]))
    if cases.min() >= others.max() or cases.max() <= others.min():
        raise Undefined("no_finite_slope")

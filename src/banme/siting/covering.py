"""Openings that give enough room at the least reduced cost: where a walk over openings begins.

At good multipliers a site's choice costs what it would add to the bound. The cheapest choices that keep the limits on
openings, room among them, are a small programme of whole openings. It knows how many sites are enough where capacities
are tight, which exchanges of one site for another hardly find out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse

from banme.siting.linear import pass_model, silent_highs

if TYPE_CHECKING:
    from banme.siting.floor import Options
    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import Setting

GAP = 2e-4
"""Gap, as a share, at which the programme is done."""
HALF = 0.5


def covering(options: Options, most: Floats, cost: Floats, setting: Setting, seconds: float) -> Ints | None:
    """Return the option of each site (N,), -1 for shut, that together cost least; None where none was found in time.

    Parameters
    ----------
    options : Options
    most : (R,) limits on what options need
    cost : (O,) of each option, VND
    setting : Setting
    seconds : float

    """
    size, sites = options.site.size, options.leave.size
    on = np.unique(options.site)
    whole = sparse.csr_matrix((np.ones(size), (options.site, np.arange(size))), shape=(sites, size))[on]
    scale = max(float(np.abs(cost).max(initial=0.0)), 1e-300)
    unit = np.maximum(np.abs(options.need).max(axis=0, initial=0.0), 1e-300)
    highs = silent_highs(setting)
    highs.setOptionValue("time_limit", max(0.05, seconds))
    highs.setOptionValue("mip_rel_gap", GAP)
    pass_model(
        highs,
        sparse.vstack([sparse.csr_matrix((options.need / unit).T), whole]).tocsc(),
        cost / scale,
        (np.zeros(size), options.allowed.astype(float)),
        (
            np.concatenate([np.full(most.size, -np.inf), np.where(options.leave[on], 0.0, 1.0)]),
            np.concatenate([most / unit, np.ones(on.size)]),
        ),
    )
    columns = np.arange(size, dtype=np.int32)
    highs.changeColsIntegrality(size, columns, np.full(size, int(highspy.HighsVarType.kInteger), np.uint8))
    highs.run()
    solution = highs.getSolution()
    if not solution.value_valid:
        return None
    chosen = np.flatnonzero(np.array(solution.col_value) > HALF)
    out = np.full(sites, -1, np.int64)
    out[options.site[chosen]] = chosen
    return out

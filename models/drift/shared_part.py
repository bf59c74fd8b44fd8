"""What people of one site share in one window: weather is not drawn for each of them anew."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray


def shared_part(
    values: FloatArray, site: npt.NDArray[np.int64], window: npt.NDArray[np.int64]
) -> float:
    """Share of the variation within sites that is between their windows, from 0 to 1.

    Intraclass correlation by one-way analysis of variance over site-windows, of values less their
    site's mean: rho = (MSB - MSW) / (MSB + (m - 1) MSW), m the typical number of rows. What sites
    differ in for good is in both samples and makes neither less sure.
    """
    known = ~np.isnan(values)
    told, at, when = values[known], site[known], window[known]
    if not len(told):
        return 0.0
    _, place = np.unique(at, return_inverse=True)
    centred = told - (np.bincount(place, told) / np.bincount(place))[place]
    _, group = np.unique(_site_windows(at, when), return_inverse=True)
    size = np.bincount(group).astype(np.float64)
    mean = np.bincount(group, centred) / size
    groups, sites, rows = len(size), int(place.max()) + 1, len(told)
    if groups <= sites or rows <= groups:
        return 0.0
    between = float(size @ mean**2) / (groups - sites)
    within = float(np.sum((centred - mean[group]) ** 2)) / (rows - groups)
    typical = (rows - float(size @ size) / rows) / (groups - 1)
    whole = between + (typical - 1) * within
    return float(np.clip((between - within) / whole, 0.0, 1.0)) if whole > 0 else 0.0


def independent_people(
    n_people: int, shared: float, site: npt.NDArray[np.int64], window: npt.NDArray[np.int64]
) -> float:
    """How many people drawn one by one they are worth: n / (1 + (m - 1) shared), Kish's rule.

    m is the mean number of rows in a row's own site-window. At least one.
    """
    if not len(site):
        return 0.0
    _, size = np.unique(_site_windows(site, window), return_counts=True)
    typical = float(np.sum(size.astype(np.float64) ** 2) / np.sum(size))
    return max(n_people / (1 + (typical - 1) * shared), 1.0)


def _site_windows(
    site: npt.NDArray[np.int64], window: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """One number for each site and window."""
    first, last = int(window.min()), int(window.max())
    return np.asarray(site * (last - first + 1) + (window - first), dtype=np.int64)

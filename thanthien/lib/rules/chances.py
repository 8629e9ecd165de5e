"""Quantiles of the few distributions a forecast needs. `u` is between 0 and 1, 1 being the best luck."""

from functools import lru_cache
from math import exp, lgamma, sqrt
from statistics import NormalDist

_NORMAL = NormalDist()
_MANY = 60.0


def z_of(u: float) -> float:
    """How many standard deviations above the mean."""
    return _NORMAL.inv_cdf(u)


@lru_cache(maxsize=4096)
def successes(u: float, tries: int, alpha: float, beta: float) -> int:
    """How many of `tries` succeed where the rate itself is known as Beta(alpha, beta): beta-binomial."""
    if not tries:
        return 0
    total, at_once = 0.0, lgamma(tries + 1) - _log_beta(alpha, beta)
    for count in range(tries):
        ways = -lgamma(count + 1) - lgamma(tries - count + 1)
        total += exp(at_once + ways + _log_beta(alpha + count, beta + tries - count))
        if u <= total:
            return count
    return tries


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


@lru_cache(maxsize=4096)
def events(u: float, mean: float) -> int:
    """How often something rare happens: Poisson, by the normal curve where it is no longer rare."""
    if mean <= 0:
        return 0
    if mean > _MANY:
        return max(0, round(mean + z_of(u) * sqrt(mean)))
    chance = exp(-mean)
    total, count = chance, 0
    while total < u:
        count += 1
        chance *= mean / count
        total += chance
        if count > 10 * _MANY:
            break
    return count

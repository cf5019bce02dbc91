"""Medians of the rounds as Markdown."""

import statistics

from wsbench.scenarios import PLACES


def _cell(value, places=0):
    return "-" if value is None else f"{value:,.{places}f}"


def _ratio(rounds, name, base, column):
    """Median of the ratios within each round, in which what drifts slowly cancels out."""
    pairs = [(results.get(name, {}).get(column), results.get(base, {}).get(column)) for results in rounds]
    ratios = [one / other for one, other in pairs if one is not None and other]
    return statistics.median(ratios) if ratios else None


def table(scenario, rounds, names):
    """
    :param rounds: for each round, the results by server
    """
    compared = [("gorilla", scenario.compared), ("raw", scenario.compared)]
    heads = ["server", *scenario.columns, *(f"{column} ÷ {base}" for base, column in compared)]
    if "msgs_per_server_cpu_s" in scenario.columns:
        compared.append(("gorilla", "msgs_per_server_cpu_s"))
        heads.append("per CPU second ÷ gorilla")
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for name in names:
        cells = []
        for column in scenario.columns:
            values = [r[name][column] for r in rounds if r.get(name, {}).get(column) is not None]
            cells.append(_cell(statistics.median(values) if values else None, PLACES.get(column, 0)))
        cells += [_cell(_ratio(rounds, name, base, column), 2) for base, column in compared]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    return "\n".join(lines)

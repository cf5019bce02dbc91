"""Medians of the rounds as Markdown, with the least and the most of them."""

import statistics

from wsbench.scenarios import PLACES


def number(value, places=0):
    return "-" if value is None else f"{value:,.{places}f}"


def cell(values, places=0):
    """Such as 61 (58–74)."""
    if not values:
        return "-"
    ends = [number(end, places) for end in (min(values), max(values))]
    spread = f" ({ends[0]}–{ends[1]})" if ends[0] != ends[1] else ""
    return number(statistics.median(values), places) + spread


def rows(columns, rounds, names, head, places=PLACES):
    """
    A table with a line for each name.

    :param rounds: for each round, the results by name
    """
    lines = ["| " + " | ".join([head, *columns]) + " |", "|---|" + "---:|" * len(columns)]
    for name in names:
        values = [[r[name][c] for r in rounds if r.get(name, {}).get(c) is not None] for c in columns]
        lines.append("| " + " | ".join([name, *(cell(v, places.get(c, 0)) for c, v in zip(columns, values))]) + " |")
    return "\n".join(lines)


def _ratio(rounds, name, base, column):
    """Median of the ratios within each round, in which what drifts slowly cancels out."""
    pairs = [(results.get(name, {}).get(column), results.get(base, {}).get(column)) for results in rounds]
    ratios = [one / other for one, other in pairs if one is not None and other]
    return statistics.median(ratios) if ratios else None


def table(scenario, rounds, names):
    """
    :param rounds: for each round, the results by server
    """
    compared = [(base, column) for column in scenario.compared for base in ("gorilla", "raw")]
    if "msgs_per_server_cpu_s" in scenario.columns:
        compared.append(("gorilla", "msgs_per_server_cpu_s"))
    lines = rows(scenario.columns, rounds, names, "server").splitlines()
    lines[0] += "".join(f" {column} ÷ {base} |" for base, column in compared)
    lines[1] += "---:|" * len(compared)
    for at, name in enumerate(names, 2):
        lines[at] += "".join(f" {number(_ratio(rounds, name, base, column), 2)} |" for base, column in compared)
    return "\n".join(lines)

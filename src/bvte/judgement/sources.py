"""Which sources a report rests on, in the order in which it names them."""


def cited_by(findings, conflicts=(), readings=()):
    """Ids of sources, each once: of targets and their readings, of other readings, of conflicts."""
    found = []
    for finding in findings:
        found.append(finding.target.source)
        for figure in filter(None, (finding.baseline, *finding.named, finding.latest)):
            found += figure.sources
    for reading in [*readings, *(r for conflict in conflicts for r in conflict.readings)]:
        found += reading.sources
    found += [code for conflict in conflicts for reason in conflict.weighed for code in reason.sources]
    return list(dict.fromkeys(found))

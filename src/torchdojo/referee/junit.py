"""`--junitxml`: pytest notes what is said of a check when it ends; it may be revised later."""

from collections.abc import Mapping

import pytest
from _pytest.junitxml import LogXML, bin_xml_escape, mangle_test_address, xml_key


def revise_junit(config: pytest.Config, said: Mapping[str, str]) -> None:
    """Put other words to failed checks, by their nodes, before pytest writes the file."""
    xml = config.stash.get(xml_key, None)
    if xml is None or not said:
        return
    texts = {_address(xml, node): text for node, text in said.items()}
    for reporter in xml.node_reporters_ordered:
        case = reporter.to_xml()
        text = texts.get((case.get("classname", ""), case.get("name", "")))
        for failure in case.findall("failure") if text is not None else ():
            failure.text = failure.attrib["message"] = bin_xml_escape(text)


def _address(xml: LogXML, node: str) -> tuple[str, str]:
    """The class and the name under which a node stands in the file."""
    *names, name = mangle_test_address(node)
    return ".".join([xml.prefix, *names] if xml.prefix else names), bin_xml_escape(name)

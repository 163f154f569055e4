from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit_tests.workflows.running import parse, run
from tests.unit_tests.workflows.samples import values
from treeline.workflows.code import children, jinja
from treeline.workflows.code.templates import plain
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.nodes.node import Limits
from treeline.workflows.nodes.registry import node_of

SHORT = Limits(template_characters=1_000)


def data(template: str, *names: str) -> dict[str, Any]:
    variables = [{"variable": name, "value_selector": ["n", name]} for name in names]
    return {"type": "template-transform", "template": template, "variables": variables}


def render(template: str, limits: Limits | None = None, **given_: Any) -> str:
    return run(data(template, *given_), {"n": given_}, limits=limits).outputs["output"]


@pytest.mark.parametrize(
    ("template", "given_", "text"),
    [
        ("Hello {{ name }}!\n", {"name": "Ann"}, "Hello Ann!\n"),
        ("{{ x }}|{{ y }}|{{ x.a }}", {"x": None}, "||"),
        ("{% for i in list %}{{ loop.index }}{{ i.a }} {% endfor %}", {"list": [{"a": "x"}, {}]}, "1x 2 "),
        ("{{ x }} {{ y }}", {"x": {"a": [True, None, "ü"]}, "y": False}, '{"a": [true, null, "ü"]} False'),
        ("{% if n > 3 and ok %}a{% else %}b{% endif %}", {"n": 5, "ok": True}, "a"),
        ("{{ n * 2 + 1 }} {{ 'a' ~ n }} {{ n % 2 }}", {"n": 5}, "11 a5 1"),
        ("{{ x | tojson }} {{ x|join(', ') }}", {"x": ["ü"]}, '["\\u00fc"] ü'),
        ("{{ f.name }} {{ f.filename }} {{ f.size }}", {"f": File("1", "image", "local_file", "a", size=3)}, "a a 3"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(1) }}{% set y = 2 %}{{ y }}", {}, "<1>2"),
        ("{% for a in range(2) %}{% for b in x %}{{ a }}{{ b }} {% endfor %}{% endfor %}", {"x": "uv"}, "0u 0v 1u 1v "),
        ("{{ x.replace('a', 'b').upper() }}", {"x": "cab"}, "CBB"),
        ("{{ '{{#n.x#}}' }}", {}, "{{#n.x#}}"),
    ],
)
def test_templates(template: str, given_: dict[str, Any], text: str):
    assert render(template, **given_) == text


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "nested too deep"),
        ("{{ 'x' * 10 ** 9 }}", 'the result of "\\*" would be larger than 400,000 characters or items'),
        ("{{ 3 ** (10 ** 9) }}", 'the result of "\\*\\*"'),
        ("{{ '%1000000000d' % 1 }}", 'the result of "%"'),
        ("{{ '%*d' % (10 ** 9, 1) }}", 'the result of "%"'),
        ("{{ ([0] * 100000) * 100000 }}", 'the result of "\\*"'),
        ("{{ 'x' | center(10 ** 9) }}", "64 MiB of memory"),
        ("{{ '{:>1000000000}'.format(1) }}", "64 MiB of memory"),
        (
            "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
            "64 MiB of memory",
        ),
        ("{% for a in x %}{{ y }}{% endfor %}", "longer than 1,000 characters \\(TEMPLATE_TRANSFORM_MAX_LENGTH"),
        ("{{ y.encode().decode() }}{{ y }}{{ y }}", "longer than 1,000 characters"),
        ("x" * 1_001, "longer than 1,000 characters"),
        ("\n{% if %}", "line 2: "),
        ("\n\n{{ y.a.b }}", "line 3: "),
        ("{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "nested|compiled|memory"),
        ("{{ y.__class__.__mro__ }}", "unsafe"),
        ("{{ x.append(1) }}", "unsafe|not safely callable"),
        ("{{ open('/etc/passwd').read() }}", "'open' is undefined"),
        ("{% include '/etc/passwd' %}", "no loader"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_what_a_template_may_not_do_is_named(template: str, said: str):
    with pytest.raises(NodeFailed, match=said) as failed:
        render(template, SHORT, x=["a"] * 10, y="y" * 400)
    assert failed.value.type.startswith("template_")


def test_a_template_that_does_not_end_is_ended():
    endless = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}"
    with pytest.raises(NodeFailed, match=r"longer than 0\.3 seconds") as failed:
        render(endless, Limits(template_seconds=0.3))
    assert failed.value.type == "template_timeout"


def light(template: str) -> bool:
    return jinja.compiled(template)[1] is not None


@pytest.mark.parametrize(
    "template",
    [
        "{{ x|center(9) }}",
        "{{ x.replace('a', y) }}",
        "{{ x|map('center', 9)|list }}",
        "{{ x|join(y) }}",
        "{{ x ** y }}",
        "{{ x % y }}",
        "{% set x = x ~ x %}",
        "{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}",
        "{% for a in x %}{% if a %}{% for b in x %}{% endfor %}{% endif %}{% endfor %}",
        "{% for a in x recursive %}{% endfor %}",
        "{% macro m() %}{% endmacro %}",
        "{{ range(9) }}",
        "{% filter center(9) %}{% endfilter %}",
        "{{ x|sum(start=y) }}",
    ],
)
def test_what_may_cost_more_than_its_values_goes_to_a_process_of_its_own(template: str):
    assert not light(template)


def test_most_templates_need_no_process():
    """Those of a loop over what retrieval found, too."""
    started = children.started()
    assert render("{{ a }} {% for i in x %}{{ i.text|trim }}\n{% endfor %}", a="1", x=[{"text": "t" * 900}] * 10)
    assert children.started() == started


def test_a_long_loop_over_large_values_does():
    started = children.started()
    big = "y" * 100_000
    assert render("{% for i in x %}{% if big|upper == i %}{% endif %}{% endfor %}.", x=["a"] * 1000, big=big) == "."
    assert children.started() == started + 1


@settings(max_examples=10)
@given(values)
def test_both_ways_give_the_same_text(value: Any):
    template = "{{ x }} {% if x %}{{ x|tojson }}{% endif %}"
    given_ = {"x": plain(value)}
    apart = children.work("template", {"source": template, "values": given_, "most": 10_000}, 5, 1 << 26)
    assert apart == {"text": jinja.render(template, given_, 10_000)}


@given(st.text(st.sampled_from("{}%#x|()[].~* \n'\"-if"), max_size=40))
def test_any_text_is_a_template_or_an_error(template: str):
    try:
        jinja.render(template, {"x": 1}, 1_000)
    except jinja.TemplateFailed as error:
        assert error.message  # noqa: PT017  either of two endings


def test_what_it_reads():
    node = node_of("template-transform")
    assert list(node.reads(parse(data("", "a", "b")))) == [("n", "a"), ("n", "b")]
    assert node.outputs(parse(data(""))) == {"output": "string"}

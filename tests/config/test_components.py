"""The written contract of templates/components, rendered without a database."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import loader
from django.template.loader import render_to_string
from django.test import RequestFactory


def show(name: str, address: str = "/", **options) -> str:
    html = render_to_string(f"components/{name}.html", options, request=RequestFactory().get(address))
    return re.sub(r"\s+", " ", html)


def a_job(**fields) -> SimpleNamespace:
    values = {"pk": 7, "kind": "生成通报", "step": "排版", "done": 3, "total": 8, "error": "缺少字体。"}
    state = {"is_finished": False, "has_failed": False, "get_state_display": "生成中"}
    return SimpleNamespace(**(values | state | fields))


class SampleForm(forms.Form):
    points = forms.DecimalField(label="得分", max_value=5, help_text="满分 5 分。")
    level = forms.ChoiceField(label="档次", choices=[("好", "好"), ("差", "差")], widget=forms.RadioSelect)
    basis = forms.CharField(label="依据", required=False)


def test_running_job_is_asked_again_every_two_seconds():
    html = show("job", job=a_job())
    assert 'hx-get="/jobs/7/" hx-trigger="every 2s" hx-swap="outerHTML"' in html
    assert 'value="3" max="8"' in html
    assert "3 / 8 份" in html


def test_of_one_piece_only_the_step_is_told():
    html = show("job", job=a_job(done=0, total=1))
    assert "<p>排版</p>" in html
    assert "progress" not in html


@pytest.mark.parametrize(("failed", "look"), [(True, "job-failed"), (False, "job-done")])
def test_finished_job_is_asked_no_more(failed, look):
    html = show("job", job=a_job(is_finished=True, has_failed=failed))
    assert "hx-" not in html
    assert look in html
    assert ("缺少字体。" in html) is failed


def test_job_panel_offers_another_try_by_post():
    html = show("job_panel", job=a_job(), retry_url="/again/", csrf_token="token")
    assert '<form class="job-after job-after-failure" method="post" action="/again/">' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html


def test_pager_counts_and_keeps_the_filter():
    html = show("pager", "/units/?q=局&page=2&size=20", page=Paginator(range(122), 20).get_page(2))
    assert '共 <span class="number">122</span> 条' in html
    assert 'rel="next" href="?q=%E5%B1%80&amp;page=3&amp;size=20"' in html
    assert 'href="?q=%E5%B1%80&amp;size=50"' in html


def test_short_list_offers_no_other_sizes():
    assert "每页" not in show("pager", page=Paginator(range(20), 20).get_page(1))


def test_error_summary_counts_and_links_each_field():
    html = show("error_summary", form=SampleForm({"points": "7"}))
    assert "有 2 处需要修改" in html
    assert 'href="#id_points">得分：' in html
    assert 'href="#id_level_0">档次：' in html


def test_error_summary_of_a_plain_list():
    html = show("error_summary", errors=[{"field_id": "cell-3", "sentence": "请填 0 到 5 之间的数。"}])
    assert '<a href="#cell-3">请填 0 到 5 之间的数。</a>' in html


@pytest.mark.parametrize("form", [SampleForm(), SampleForm({"points": "1", "level": "好"})])
def test_no_errors_no_summary(form):
    assert show("error_summary", form=form).strip() == ""


def test_field_names_its_hint_and_its_error():
    html = show("field", field=SampleForm({"points": "7"})["points"], unit="分", width="short")
    assert 'aria-describedby="id_points_helptext id_points_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_points_helptext"' in html
    assert 'id="id_points_error"' in html


def test_choices_stand_in_a_fieldset_and_optional_fields_say_so():
    form = SampleForm()
    assert "<legend>档次</legend>" in show("field", field=form["level"])
    assert '依据<span class="optional">选填</span>' in show("field", field=form["basis"])


def test_bar_is_a_plain_number_with_its_value_beside():
    html = show("bar", value="1,234.50", percent=61.5)
    assert '<rect class="bar-fill" width="61.5%"' in html
    assert '<span class="bar-value">1,234.50</span>' in html
    assert "style=" not in html


def test_current_stage_is_named():
    stages = [{"label": "填报", "state": "done"}, {"label": "审核", "state": "current"}]
    html = show("stage_bar", stages=stages, title="2026年上半年晒比评")
    assert 'class="stage is-current" aria-current="step"' in html
    assert 'aria-label="2026年上半年晒比评的进程"' in html


@pytest.mark.parametrize(
    ("word", "look"),
    [("好", "chip-good"), ("差", "chip-poor"), ("已退回", "chip-back"), ("别的", "chip-wait")],
)
def test_every_state_has_icon_word_and_tint(word, look):
    html = show("state_badge", word=word)
    assert f'class="chip {look}"' in html
    assert "<svg" in html
    assert word in html


def test_confirmation_names_the_thing_and_the_people():
    html = show(
        "confirm", key="lock", verb="锁定", title="锁定本轮？", people=36, action="/lock/", password=True
    )
    assert '<strong class="number">36</strong> 人' in html
    assert 'autocomplete="current-password"' in html
    assert " open>" not in html


def test_refused_confirmation_is_open_at_its_error():
    options = {"reason": "撤回原因", "error": "请填写撤回原因。", "error_at": "reason"}
    html = show("confirm", key="back", verb="撤回", title="撤回？", action="/back/", **options)
    assert " open>" in html
    assert 'aria-describedby="back-reason_error"' in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_error_pages_need_no_context(name):
    html = loader.get_template(f"{name}.html").render()
    assert html.count("<h1>") == 1
    assert "非涉密系统，严禁录入涉密信息" in html
    assert "使用帮助" in html


def test_nothing_is_inline():
    html = loader.get_template("500.html").render()
    assert not re.search(r"style=|<style|<script(?![^>]*src=)|\son\w+=", html)

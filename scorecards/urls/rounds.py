from django.urls import path

from scorecards.views import decisions, extensions, membership, rounds, shown, switching

urlpatterns = [
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("rounds/<int:pk>/start-checking/", rounds.round_start_checking, name="round-start-checking"),
    path("rounds/<int:pk>/start-judging/", rounds.round_start_judging, name="round-start-judging"),
    path("rounds/<int:pk>/start-review/", rounds.round_start_review, name="round-start-review"),
    path("rounds/<int:pk>/lock/", rounds.round_lock, name="round-lock"),
    path("rounds/<int:pk>/extensions/", extensions.round_extensions, name="round-extensions"),
    path("rounds/<int:pk>/extend/", extensions.round_extend, name="round-extend"),
    path("rounds/<int:pk>/decisions/", decisions.round_decisions, name="round-decisions"),
    path("rounds/<int:pk>/step-back/", decisions.round_step_back, name="round-step-back"),
    path("decisions/<int:pk>/approve/", decisions.decision_approve, name="decision-approve"),
    path("decisions/<int:pk>/withdraw/", decisions.decision_withdraw, name="decision-withdraw"),
    path("groups/<int:pk>/roster/", membership.group_roster, name="group-roster"),
    path("groups/<int:pk>/roster/add/", membership.group_add, name="group-add"),
    path("groups/<int:pk>/roster/remove/", membership.group_remove, name="group-remove"),
    path("groups/<int:pk>/roster/reopen/", membership.group_reopen, name="group-reopen"),
    path("groups/<int:pk>/switch/", switching.group_switch, name="group-switch"),
    path("groups/<int:pk>/switch/propose/", switching.group_propose_switch, name="group-propose-switch"),
    path("groups/<int:pk>/shown/", shown.group_shown, name="group-shown"),
]

from django.urls import path

from scorecards.views import round_setup, round_setup_groups, round_setup_labels, round_setup_members, rounds

urlpatterns = [
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/new/", round_setup.round_new, name="round-new"),
    path("rounds/create/", round_setup.round_create, name="round-create"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("rounds/<int:pk>/edit/", round_setup.round_edit, name="round-edit"),
    path("rounds/<int:pk>/save/", round_setup.round_save, name="round-save"),
    path("rounds/<int:pk>/groups/new/", round_setup_groups.group_new, name="group-new"),
    path("rounds/<int:pk>/groups/add/", round_setup_groups.group_add, name="group-add"),
    path("rounds/<int:pk>/groups/classes/", round_setup_groups.class_choose, name="class-choose"),
    path("rounds/<int:pk>/groups/classes/create/", round_setup_groups.class_groups, name="class-groups"),
    path("groups/<int:pk>/setup/", round_setup_members.group_setup, name="group-setup"),
    path("groups/<int:pk>/edit/", round_setup_groups.group_edit, name="group-edit"),
    path("groups/<int:pk>/save/", round_setup_groups.group_save, name="group-save"),
    path("groups/<int:pk>/move/", round_setup_groups.group_move, name="group-move"),
    path("groups/<int:pk>/delete/", round_setup_groups.group_delete, name="group-delete"),
    path("groups/<int:pk>/members/choose/", round_setup_members.member_choose, name="member-choose"),
    path("groups/<int:pk>/members/add/", round_setup_members.members_add, name="members-add"),
    path("groups/<int:pk>/members/remove/", round_setup_members.members_remove, name="members-remove"),
    path("groups/<int:pk>/members/standing/", round_setup_members.members_standing, name="members-standing"),
    path("groups/<int:pk>/labels/", round_setup_labels.group_labels_edit, name="group-labels"),
    path("groups/<int:pk>/labels/save/", round_setup_labels.group_labels_save, name="group-labels-save"),
    path("groups/<int:pk>/periods/", round_setup_labels.group_periods_edit, name="group-periods"),
    path("groups/<int:pk>/periods/save/", round_setup_labels.group_periods_save, name="group-periods-save"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("rounds/<int:pk>/start-checking/", rounds.round_start_checking, name="round-start-checking"),
    path("rounds/<int:pk>/lock/", rounds.round_lock, name="round-lock"),
]

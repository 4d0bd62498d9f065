from django.urls import path

from scorecards.views import approvals, public_notices, round_results, round_scopes

urlpatterns = [
    path("rounds/<int:pk>/scopes/", round_scopes.round_scopes, name="round-scopes"),
    path("rounds/<int:pk>/scopes/save/", round_scopes.round_scopes_save, name="round-scopes-save"),
    path("rounds/<int:pk>/approvals/", approvals.approval_list, name="approval-list"),
    path("rounds/<int:pk>/approvals/submit/", approvals.approval_submit, name="approval-submit"),
    path("approvals/<int:pk>/", approvals.approval_detail, name="approval-detail"),
    path("approvals/<int:pk>/readers/", approvals.approval_readers, name="approval-readers"),
    path("approvals/<int:pk>/meeting/", approvals.approval_meeting, name="approval-meeting"),
    path("approvals/<int:pk>/grade/", approvals.approval_grade, name="approval-grade"),
    path("approvals/<int:pk>/grade/undo/", approvals.approval_grade_undo, name="approval-grade-undo"),
    path("rounds/<int:pk>/notices/", public_notices.public_notice_list, name="public-notice-list"),
    path(
        "rounds/<int:pk>/notices/publish/", public_notices.public_notice_publish, name="public-notice-publish"
    ),
    path("public-notices/<int:pk>/", public_notices.public_notice, name="public-notice"),
    path("rounds/<int:pk>/results/", round_results.round_results, name="round-results"),
]

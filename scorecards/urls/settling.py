from django.urls import path

from scorecards.views import (
    approvals,
    archiving,
    public_notices,
    release_corrections,
    release_versions,
    round_results,
    round_scopes,
)

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
    path("groups/<int:pk>/correction/", release_corrections.correction_choose, name="correction-choose"),
    path("cards/<int:pk>/correction/", release_corrections.correction_new, name="correction-new"),
    path(
        "cards/<int:pk>/correction/preview/",
        release_corrections.correction_preview,
        name="correction-preview",
    ),
    path(
        "cards/<int:pk>/correction/prepare/",
        release_corrections.correction_prepare,
        name="correction-prepare",
    ),
    path("corrections/<int:pk>/", release_corrections.correction_detail, name="correction-detail"),
    path(
        "corrections/<int:pk>/withdraw/", release_corrections.correction_withdraw, name="correction-withdraw"
    ),
    path("releases/<int:pk>/", release_versions.release_version, name="release-version"),
    path("releases/<int:pk>/signed/", release_versions.release_signed, name="release-signed"),
    path("rounds/<int:pk>/archive/", archiving.round_archive, name="round-archive"),
    path("rounds/<int:pk>/results/", round_results.round_results, name="round-results"),
]

from django.urls import path

from scorecards.views import feedback, rechecks

urlpatterns = [
    path("cards/<int:pk>/feedback/", feedback.card_feedback, name="card-feedback"),
    path("cards/<int:pk>/recheck/", feedback.card_recheck, name="card-recheck"),
    path("rounds/<int:pk>/rechecks/", rechecks.recheck_list, name="recheck-list"),
    path("rechecks/<int:pk>/", rechecks.recheck_detail, name="recheck-detail"),
    path("rechecks/<int:pk>/withdraw/", feedback.recheck_withdraw, name="recheck-withdraw"),
    path("rechecks/<int:pk>/keep/", rechecks.recheck_keep, name="recheck-keep"),
    path("rechecks/<int:pk>/preview/", rechecks.recheck_preview, name="recheck-preview"),
    path("rechecks/<int:pk>/correct/", rechecks.recheck_correct, name="recheck-correct"),
]
